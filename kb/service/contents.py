"""An instrument's table of contents, with what the catalogue knows of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from kb.errors import UnknownProvision
from kb.model import Entry, Relation, article_id
from kb.service.library import Library
from kb.service.show import title_of


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article, a preamble or an annex."""

    id: str
    heading: str
    units: int


@dataclass(frozen=True, slots=True)
class Division:
    """The articles under one heading; `title` joins the headings from the outermost inwards."""

    title: str
    articles: tuple[ArticleLine, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """Another instrument, and how this one stands to it."""

    kind: str
    slug: str
    title: str
    note: str
    held: bool  # whether the library holds it


@dataclass(frozen=True, slots=True)
class Contents:
    """What the library holds of one instrument."""

    slug: str
    title: str
    short: str
    family: str
    adopted: str
    in_force: str
    series: tuple[str, ...]
    depositary: str
    relations: tuple[Related, ...]
    version: str  # of most of its provisions
    versions: int  # how many there are
    provisions: int
    authentic: int
    source: str  # name of the file; "corpus" for digests alone
    divisions: tuple[Division, ...]
    warnings: tuple[str, ...] = ()


def contents(library: Library, slug: str) -> Contents:
    """The contents of an instrument or a document. Raises UnknownProvision where the library does not hold it."""
    held = [entry for entry in library.index.entries.values() if entry.unit.instrument == slug]
    if not held:
        raise UnknownProvision(slug, "is not in this library", "add its text with `kb add FILE` or `kb fetch`")
    known = library.catalogue.instruments.get(slug)
    versions = Counter(str(entry.version) for entry in held)
    return Contents(
        slug=slug,
        title=title_of(library, slug),
        short=library.catalogue.short(slug) if known else title_of(library, slug),
        family=known.family if known else "",
        adopted=known.adopted.value if known and known.adopted else "",
        in_force=known.in_force.value if known and known.in_force else "",
        series=tuple(fact.value for fact in known.series) if known else (),
        depositary=known.depositary.value if known and known.depositary else "",
        relations=tuple(_related(each, library) for each in known.relations) if known else (),
        version=versions.most_common(1)[0][0],
        versions=len(versions),
        provisions=len(held),
        authentic=sum(entry.authentic for entry in held),
        source=held[0].source,
        divisions=tuple(_divisions(held)),
        warnings=tuple(w for each in library.index.documents if each.slug == slug for w in each.warnings),
    )


def _related(relation: Relation, library: Library) -> Related:
    title = title_of(library, relation.other)
    note = "; ".join(filter(None, (relation.between, relation.note)))
    return Related(relation.kind, relation.other, title, note, relation.other in library.instruments)


def _divisions(held: Iterable[Entry]) -> Iterable[Division]:
    for title, entries in groupby(held, key=lambda entry: " › ".join(entry.unit.divisions)):
        counts: dict[str, int] = {}
        headings: dict[str, str] = {}
        for entry in entries:
            article = article_id(entry.id)
            counts[article] = counts.get(article, 0) + 1
            headings[article] = headings.get(article) or entry.unit.heading
        yield Division(title, tuple(ArticleLine(id, headings[id], count) for id, count in counts.items()))
