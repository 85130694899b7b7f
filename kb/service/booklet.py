"""Several instruments in one file: their titles are found by the catalogue, and each is parsed on its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kb.catalog import Catalogue
from kb.languages import NAMES, language_of
from kb.model import Document, Instrument
from kb.provisions.booklet import Opening, cut
from kb.service.read import Parsed, articles_of, read_as

ENOUGH = 0.8  # of the articles that an instrument has
SAMPLE = 20_000  # characters whose language is told
_FRONT = 30_000  # characters in which a text names its instrument
_LONGEST_TITLE = 400  # characters
_BLOCKS = 4  # of one title, where a page sets it in lines
_KINDS = ("convention", "protocol", "treaty", "agreement", "statute", "decision", "directive", "regulation")


def texts_in(document: Document, beside: Collection[str], catalogue: Catalogue) -> Mapping[str, Parsed]:
    """The instruments of `beside` that the document holds under titles of their own, each parsed."""
    if len(beside) < 2:
        return {}
    parts = cut(document, _openings(document, beside, catalogue))
    return {slug: read_as(part, slug, catalogue) for slug, part in parts.items()} if len(parts) > 1 else {}


def sharing(slug: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The instruments whose texts the catalogue finds at an address of this one: it first."""
    own = {address.url for address in catalogue[slug].texts}
    others = (one for one in catalogue if one != slug and own & {address.url for address in catalogue[one].texts})
    return (slug, *others)


def _openings(document: Document, slugs: Collection[str], catalogue: Catalogue) -> list[Opening]:
    found: list[Opening] = []
    at = 0
    while at < len(document.blocks):
        opening, length = _opening(document, at, slugs, catalogue)
        if opening:
            found.append(opening)
        at += length
    return found


def _opening(document: Document, at: int, slugs: Collection[str], catalogue: Catalogue) -> tuple[Opening | None, int]:
    """The longest run of blocks from here that is a title, and how many blocks to go on by."""
    for length in range(min(_BLOCKS, len(document.blocks) - at), 0, -1):
        blocks = document.blocks[at : at + length]
        title = " ".join(block.span.of(document.text) for block in blocks)
        if len(title) > _LONGEST_TITLE or not any(kind in title.casefold() for kind in _KINDS):
            continue
        slug = catalogue.identify(title)
        if slug in slugs:
            return Opening(at, slug or "", title), length
    return None, 1


def unlike(parsed: Parsed, instrument: Instrument, catalogue: Catalogue) -> str:
    """Why a text cannot be the instrument: language, title, number of articles; "" where nothing speaks against it."""
    document = parsed.outline.document
    language = language_of(document.text[:SAMPLE])
    if language not in ("", "en"):
        return f"sends a text in {NAMES.get(language, language)}, not in English"
    if not _names(document, instrument.slug, catalogue):
        return f"sends a text that does not name the instrument ({instrument.short})"
    stated = int(instrument.articles.value) if instrument.articles and instrument.articles.value.isdecimal() else 0
    found = articles_of(parsed)
    if found < ENOUGH * stated:
        return f"sends a text with {found} of {stated} articles"
    return ""


def _names(document: Document, slug: str, catalogue: Catalogue) -> bool:
    if catalogue.identify(document.title) == slug:
        return True
    return any(slug in mention.slugs for mention in catalogue.mentions(document.text[:_FRONT]))
