"""The library's documents as sources of an index, and the index brought up to date after a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.catalog import Catalogue
from kb.library.records import Facts, Held, Quality
from kb.library.shelf import Shelf
from kb.model import Document
from kb.readers.dispatch import read_bytes
from kb.readers.kept import key_of, pack, unpack
from kb.service.booklet import sharing, texts_in
from kb.service.read import Parsed, read_as


def with_facts(document: Document, facts: Facts) -> Document:
    """A document that says of itself what is known of it."""
    said = {"title": facts.title, "source": facts.source, "state": facts.state, "version": facts.version}
    meta = {**document.meta, **{key: value for key, value in said.items() if value}}
    return replace(document, title=facts.title or document.title, meta=meta)


def read_held(shelf: Shelf, held: Held, catalogue: Catalogue, *, ocr: bool = False) -> tuple[Parsed, ...]:
    """The texts of one stored document. Raises UnreadableFile, DocumentDamaged."""
    return texts_of(document_of(shelf, held, ocr=ocr), held.id, held.facts, catalogue)


def document_of(shelf: Shelf, held: Held, *, ocr: bool = False) -> Document:
    """A stored document, read read anew only where it or this program changed since it was read last.

    Raises UnreadableFile, DocumentDamaged.
    """
    data, allowed = shelf.data(held), ocr or held.recognise
    key = key_of(held.sha256, held.name, ocr=allowed)
    kept = unpack(shelf.reading(held), key)
    if kept is not None:
        return kept
    document = read_bytes(data, held.name, ocr=allowed)
    shelf.keep_reading(held, pack(document, key))
    return document


def remember(shelf: Shelf, held: Held, document: Document) -> None:
    """Keep the reading of a document that was stored just now."""
    shelf.keep_reading(held, pack(document, key_of(held.sha256, held.name, ocr=held.recognise)))


def texts_of(document: Document, id: str, facts: Facts, catalogue: Catalogue) -> tuple[Parsed, ...]:
    """One text for each instrument that the document is; a document that is none goes by its id."""
    known = [slug for slug in facts.instruments if slug in catalogue]
    if not known:
        return (read_as(with_facts(document, facts), id, catalogue),)
    parts = texts_in(with_facts(document, replace(facts, title="")), sharing(known[0], catalogue), catalogue)
    found = tuple(parts[slug] for slug in known if slug in parts)
    if found:
        return found
    return (read_as(with_facts(document, facts), known[0], catalogue),)


def quality_of(document: Document, parsed: Sequence[Parsed]) -> Quality:
    """How well a document was read."""
    warnings = dict.fromkeys((*document.warnings, *(w for each in parsed for w in each.outline.warnings)))
    return Quality(sum(len(each.units) for each in parsed), tuple(warnings), _pages_without_text(document))


def _pages_without_text(document: Document) -> int:
    return int(document.meta.get("pages-without-text", 0))
