"""One provision with everything that the library knows of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kb.citations import Style, cite, format_id, write
from kb.errors import UnknownProvision, UsageError
from kb.model import ConceptUse, Entry, article_id, unit_id
from kb.service.library import Library


@dataclass(frozen=True, slots=True)
class Link:
    """A cross-reference: the words that refer, and where they lead (nowhere known: no ids)."""

    text: str
    start: int
    end: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Words on a page of the source."""

    page: int | None
    box: tuple[float, float, float, float] | None  # left, bottom, right, top in points from the lower left corner


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A paragraph of the provision that was asked for."""

    id: str
    citation: str
    text: str
    authentic: bool
    opening: str
    digest: str
    questions: tuple[str, ...]
    terms: tuple[str, ...]
    kind: str
    force: tuple[str, ...]
    digest_version: str
    digest_differs: bool
    version: str
    version_notes: tuple[str, ...]
    state: str
    source: str
    source_kind: str
    page: int | None
    parts: tuple[str, ...]
    references: tuple[Link, ...]
    box: tuple[float, float, float, float] | None = None  # of its first block
    places: tuple[Spot, ...] = ()  # of every block that holds its words
    concepts: tuple[ConceptUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A provision: its units, its article, its place in the instrument."""

    id: str
    citation: str
    instrument: str
    title: str
    article: str
    heading: str
    divisions: tuple[str, ...]
    units: tuple[ShownUnit, ...]
    article_units: tuple[str, ...]
    previous: str | None
    next: str | None


def show(library: Library, name: str, style: Style | None = None) -> Shown:
    """The provision with this id or citation, cited in a style.

    Raises UnknownProvision, naming what exists, and UsageError for an empty name.
    """
    if not name.strip():
        raise UsageError("provision", "is empty", "name one, such as `kb show ece:6(1)`")
    provision = _resolve(library, name)
    entries = library.index.entries
    ids = _units(entries, provision)
    if not ids:
        raise UnknownProvision(name, "is not in this library", _remedy(library, provision))
    order = list(entries)
    first, last = order.index(ids[0]), order.index(ids[-1])
    head = entries[ids[0]]
    slug = head.unit.instrument
    article = article_id(ids[0])
    return Shown(
        id=provision,
        citation=(
            write(provision, library.catalogue, style).text if style else format_id(provision, library.catalogue)
        ),
        instrument=slug,
        title=library.catalogue.title(slug),
        article=head.unit.article,
        heading=head.unit.heading,
        divisions=head.unit.divisions,
        units=tuple(_shown(entries[i], library) for i in ids),
        article_units=tuple(i for i in order if article_id(i) == article),
        previous=_neighbour(order, first - 1, slug),
        next=_neighbour(order, last + 1, slug),
    )


def citation_of(library: Library, provision: str) -> str:
    """A provision as a lawyer cites it; of a document that the catalogue does not know by the document's title."""
    slug = provision.partition(":")[0]
    said = format_id(provision, library.catalogue)
    return said if slug in library.catalogue.instruments else title_of(library, slug) + said.removeprefix(slug)


def title_of(library: Library, slug: str) -> str:
    """The catalogue's title; for a document that it does not know the document's own."""
    if slug in library.catalogue.instruments:
        return library.catalogue.title(slug)
    return next((document.title for document in library.index.documents if document.slug == slug), "") or slug


def _resolve(library: Library, name: str) -> str:
    entries = library.index.entries
    if name in entries or _units(entries, name) or _is_id(library, name):
        return name
    found = cite(name, library.catalogue)
    for citation in found:
        if citation.status == "no-such-provision":
            raise UnknownProvision(name, "does not exist", f"there are {citation.range}")
        if citation.status == "ambiguous":
            raise UnknownProvision(name, "fits several provisions", f"name one of {', '.join(citation.candidates)}")
        if citation.ids:
            return citation.ids[0]
    return name


def _is_id(library: Library, name: str) -> bool:
    """Whether a name is written as an id, so that no citation is looked for in it."""
    slug, _, place = name.partition(":")
    return bool(place) and " " not in name and (slug in library.catalogue or slug in library.instruments)


def _units(known: Collection[str], provision: str) -> list[str]:
    """The units that a pinpoint names: its own unit, all of its article, or all of its instrument."""
    unit = unit_id(provision)
    if unit in known:
        return [unit]
    if "(" in provision:
        return []
    joint = "(" if ":" in provision else ":"
    return [i for i in known if i.startswith(provision + joint)]


def _remedy(library: Library, provision: str) -> str:
    slug, _, place = provision.partition(":")
    if slug in library.instruments and place:
        if place.count("(") != place.count(")"):
            return "write the pinpoint with its brackets closed, such as `6(1)(a)`"
        if library.catalogue.exists(provision):
            return "the text in it breaks off before; add the whole text with `kb build PATH`"
        return f"{slug} has {library.catalogue.range_of(slug) or 'no articles of that number'}"
    if slug in library.catalogue.instruments:
        return "add its text with `kb build PATH`"
    return "search for it with `kb search`"


def _neighbour(order: Sequence[str], place: int, slug: str) -> str | None:
    if 0 <= place < len(order) and order[place].split(":")[0] == slug:
        return order[place]
    return None


def _shown(entry: Entry, library: Library) -> ShownUnit:
    unit, digest = entry.unit, entry.digest
    return ShownUnit(
        id=unit.id,
        citation=format_id(unit.id, library.catalogue),
        text=unit.text,
        authentic=entry.authentic,
        opening=unit.opening,
        digest=digest.digest if digest else "",
        questions=digest.questions if digest else (),
        terms=digest.terms if digest else (),
        kind=digest.kind if digest else "",
        force=digest.force if digest else (),
        digest_version=digest.version if digest else "",
        digest_differs=entry.digest_differs,
        version=str(entry.version),
        version_notes=entry.version.notes,
        state=entry.version.state,
        source=entry.source,
        source_kind=entry.version.source,
        page=unit.place.page,
        box=unit.place.box,
        places=tuple(Spot(place.page, place.box) for place in unit.places if place.page or place.box),
        concepts=digest.concepts if digest else (),
        parts=tuple(part.id for part in unit.parts),
        references=tuple(Link(r.span.of(unit.text), r.span.start, r.span.end, r.ids) for r in unit.references),
    )
