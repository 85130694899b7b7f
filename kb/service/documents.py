"""The user's documents: add, list, correct, remove; and the matters that keep some of them apart."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kb.catalog import Catalogue
from kb.config import Settings
from kb.errors import DocumentDamaged, InputError, KbError, UsageError
from kb.languages import language_of
from kb.library import shelf as shelves
from kb.library.records import Facts, Held
from kb.library.shelf import Damage, Shelf
from kb.model import Document
from kb.readers.dispatch import read_bytes
from kb.service.booklet import SAMPLE, sharing, texts_in, unlike
from kb.service.build import BuildReport
from kb.service.cite import load_catalogue
from kb.service.indexing import Progress
from kb.service.matter import drop_indexes, refresh_matter
from kb.service.read import Parsed, free_slug, state_of, understood
from kb.service.refresh import refresh
from kb.service.shelved import document_of, quality_of, remember, texts_of
from kb.service.sources import gather

NONE = "none"  # what a user says for a document that is no instrument
_FRONT = 2000  # characters in which a document dates itself
_MONTHS = "january february march april may june july august september october november december".split()
_DATE = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(_MONTHS)}) (\d{{4}})\b", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4}-\d\d-\d\d)\b")


@dataclass(frozen=True, slots=True)
class Row:
    """A document at a glance."""

    id: str
    matter: str
    title: str
    instruments: tuple[str, ...]
    version: str
    language: str
    date: str
    source: str
    provisions: int
    warnings: tuple[str, ...]
    pages_without_text: int
    added: str
    days: int
    size: int
    name: str
    guessed: tuple[str, ...] = ()  # the facts that nobody has confirmed
    damage: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The documents of the library, or of one matter."""

    documents: tuple[Row, ...]
    matters: tuple[str, ...]
    folder: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not added."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a command did to the library, and how the index took it."""

    documents: tuple[Row, ...] = ()
    already: tuple[str, ...] = ()  # ids of documents that were there with the same bytes
    removed: tuple[str, ...] = ()
    failed: tuple[Refused, ...] = ()
    index: BuildReport | None = None
    index_problem: str = ""


# ── use cases ────────────────────────────────────────────────────────────────────────────────────────────────────


def add(
    paths: Sequence[Path],
    given: Facts,
    settings: Settings,
    progress: Progress,
    now: datetime,
    matter: str = "",
    *,
    ocr: bool = False,
) -> Change:
    """Store documents with what the user says and what can be made out of them, then bring the index up to date.

    `ocr` allows text recognition, now and whenever these documents are read again.

    Raises InputError for a path or matter that does not exist, UsageError for facts that cannot hold.
    """
    catalogue = load_catalogue(settings)
    shelf = _shelf(settings, matter)
    facts = _checked(given, catalogue)
    files = gather(paths, settings.library, settings.index).files
    if len(files) > 1 and (facts.title or facts.instruments):
        raise UsageError("kb add", "one title or instrument cannot be that of several files", "add them one by one")
    added: list[Held] = []
    already: list[str] = []
    failed: list[Refused] = []
    for done, path in enumerate(files):
        progress("adding", done, len(files))
        try:
            held, new = _add(path, facts, shelf, catalogue, now, ocr)
        except KbError as error:
            failed.append(Refused(str(path), f"{error.problem}; {error.remedy}"))
            continue
        (added.append(held) if new else already.append(held.id))
    change = Change(tuple(_row(shelf, one, catalogue, now) for one in added), tuple(already), failed=tuple(failed))
    return _taken_in(change, settings, matter, progress) if added else change


def listing(settings: Settings, now: datetime, matter: str = "") -> Listing:
    """What the library holds, or a matter."""
    catalogue = load_catalogue(settings)
    shelf = _shelf(settings, matter)
    rows = tuple(_row(shelf, one, catalogue, now) for one in shelf.all())
    return Listing(rows, shelves.matters(settings.library), str(settings.library))


def correct(id: str, given: Facts, settings: Settings, progress: Progress, now: datetime, matter: str = "") -> Change:
    """Say what a document is; facts that are not named stay. Raises LibraryFailure, UsageError."""
    catalogue = load_catalogue(settings)
    shelf = _shelf(settings, matter)
    held = shelf.get(id)
    facts = _checked(given, catalogue).over(held.given)
    document = document_of(shelf, held)
    changed = replace(held, given=facts)
    parsed = texts_of(document, id, changed.facts, catalogue)
    changed = replace(changed, quality=quality_of(document, parsed))
    shelf.set(changed)
    return _taken_in(Change((_row(shelf, changed, catalogue, now),)), settings, matter, progress)


def remove(ids: Sequence[str], settings: Settings, progress: Progress, matter: str = "") -> Change:
    """Take documents away, with their text in every index. Raises LibraryFailure where one is not there."""
    shelf = _shelf(settings, matter)
    missing = [id for id in ids if id not in shelf.ids()]
    if missing:
        shelf.get(missing[0])
    for id in dict.fromkeys(ids):
        shelf.remove(id)
    if not matter:
        drop_indexes(settings)
    return _taken_in(Change(removed=tuple(dict.fromkeys(ids))), settings, matter, progress)


def _taken_in(change: Change, settings: Settings, matter: str, progress: Progress) -> Change:
    built, problem = refresh_matter(settings, matter, progress) if matter else refresh(settings, progress)
    return replace(change, index=built, index_problem=problem)


def _shelf(settings: Settings, matter: str) -> Shelf:
    return Shelf(settings.library, shelves.existing(settings.library, matter) if matter else "")


# ── one document ─────────────────────────────────────────────────────────────────────────────────────────────────


def _add(path: Path, given: Facts, shelf: Shelf, catalogue: Catalogue, now: datetime, ocr: bool) -> tuple[Held, bool]:
    """The stored document, and whether it is new."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"the file cannot be opened ({error.strerror})", "check its permissions") from None
    document = read_bytes(data, path.name, ocr=ocr)
    digest = hashlib.sha256(data).hexdigest()
    same = next((one for one in shelf.all() if isinstance(one, Held) and one.sha256 == digest), None)
    if same:
        return same, False
    guessed = _guess(document, path.name, catalogue)
    facts = given.over(guessed)
    id = shelf.free(_id(path, facts, catalogue))
    held = Held(
        id=id,
        name=path.name,
        file="",
        sha256=digest,
        size=len(data),
        form=document.format,
        added=now.isoformat(timespec="seconds"),
        guessed=guessed,
        given=given,
        quality=quality_of(document, texts_of(document, id, facts, catalogue)),
        recognise=ocr and "recognised" in document.meta,
    )
    stored = shelf.put(held, data)
    remember(shelf, stored, document)
    return stored, True


def _id(path: Path, facts: Facts, catalogue: Catalogue) -> str:
    """The instrument's slug; for a document that is none, an id by its file's name."""
    known = [slug for slug in facts.instruments if slug in catalogue]
    return known[0] if known else free_slug(path.name, catalogue)


def _guess(document: Document, name: str, catalogue: Catalogue) -> Facts:
    parsed = understood(document, name, catalogue)
    instruments = _instruments(document, parsed, catalogue)
    adopted = catalogue[parsed.slug].adopted if parsed.catalogued else None
    return Facts(
        title=catalogue.title(parsed.slug) if parsed.catalogued else parsed.title,
        instruments=instruments,
        date=adopted.value if adopted else _date(document),
        language=language_of(document.text[:SAMPLE]),
        state=state_of(document),
        source=document.meta.get("source", ""),
    )


def _instruments(document: Document, parsed: Parsed, catalogue: Catalogue) -> tuple[str, ...]:
    """The instrument that the title names, with those that one booklet holds beside it."""
    if not parsed.catalogued:
        return ()
    parts = texts_in(document, sharing(parsed.slug, catalogue), catalogue)
    held = [slug for slug, part in parts.items() if not unlike(part, catalogue[slug], catalogue)]
    return (parsed.slug, *(slug for slug in held if slug != parsed.slug))


def _date(document: Document) -> str:
    """The first date near the document's beginning, as ISO; what its metadata say comes first."""
    stated = document.meta.get("date", "")
    text = document.text[:_FRONT]
    iso, words = _ISO.search(f"{stated}\n{text}"), _DATE.search(f"{stated}\n{text}")
    if words and (not iso or words.start() < iso.start()):
        return f"{words[3]}-{_MONTHS.index(words[2].lower()) + 1:02d}-{int(words[1]):02d}"
    return iso[1] if iso else ""


def _checked(given: Facts, catalogue: Catalogue) -> Facts:
    """What the user says, instruments by any name. Raises UsageError where one is unknown or fits several."""
    return replace(given, instruments=tuple(_slug(name, catalogue) for name in given.instruments))


def _slug(name: str, catalogue: Catalogue) -> str:
    if name == NONE:
        return NONE
    found = catalogue.find(name)
    if len(found) != 1:
        fits = f"fits several instruments ({', '.join(found)})" if found else "is no instrument of the catalogue"
        raise UsageError(name, fits, f"name one of the catalogue, or `{NONE}` for a document that is no instrument")
    return found[0]


def _row(shelf: Shelf, one: Held | Damage, catalogue: Catalogue, now: datetime) -> Row:
    if isinstance(one, Damage):
        return Row(one.id, one.matter, "", (), "", "", "", "", 0, (), 0, "", 0, 0, "", damage=one.error.sentence)
    facts = one.facts
    return Row(
        id=one.id,
        matter=one.matter,
        title=facts.title or one.name,
        instruments=facts.instruments,
        version=facts.version or _version(facts, catalogue),
        language=facts.language,
        date=facts.date,
        source=one.address or facts.source or "file",
        provisions=one.quality.provisions,
        warnings=one.quality.warnings,
        pages_without_text=one.quality.pages_without_text,
        added=one.added,
        days=max(0, (now - datetime.fromisoformat(one.added)).days),
        size=one.size,
        name=one.name,
        guessed=tuple(name for name in Facts.__slots__ if getattr(facts, name) and not getattr(one.given, name)),
        damage=_damage(shelf, one),
    )


def _version(facts: Facts, catalogue: Catalogue) -> str:
    known = [slug for slug in facts.instruments if slug in catalogue]
    return str(catalogue.version_of(known[0], "", facts.state)) if known else "as in the document"


def _damage(shelf: Shelf, held: Held) -> str:
    try:
        shelf.data(held)
    except DocumentDamaged as error:
        return error.sentence
    return ""
