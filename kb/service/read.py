"""Read one file into its outline and units: reader, catalogue and grammar of provisions together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from kb.catalog import Catalogue
from kb.model import RECOGNISED, Document, Instrument, Outline, Unit
from kb.provisions import parse, units
from kb.readers import read
from kb.text import fold

_STATE = re.compile(
    r"\bstate of (?:(?P<month>january|february|march|april|may|june|july|august|september|october|november|december) )?"
    r"(?P<year>\d{4})(?P<rest>-\d\d(?:-\d\d)?)?\b",
    re.IGNORECASE,
)
_MONTHS = "january february march april may june july august september october november december".split()
KINDS = (RECOGNISED, "translation", "reprint", "authentic")  # the better source later


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document that was read: which instrument it is, its tree and units, and how good a source it is."""

    slug: str
    catalogued: bool
    title: str
    outline: Outline
    units: tuple[Unit, ...]
    state: str  # "2017-05" where the source says
    kind: str  # one of KINDS
    version: str = ""  # "as amended by ETS 98", where the user says so

    @property
    def rank(self) -> tuple[int, int]:
        """Better sources of one instrument compare greater: by kind, then by size."""
        return KINDS.index(self.kind), len(self.units)


def read_source(path: Path, catalogue: Catalogue, *, ocr: bool = False) -> Parsed:
    """Read, identify and parse one file; `ocr` allows text recognition. Raises UnreadableFile."""
    return understood(read(path, ocr=ocr), path.name, catalogue)


def understood(document: Document, name: str, catalogue: Catalogue) -> Parsed:
    """Identify a document by its title, else by its file's name, and parse it."""
    stated = document.meta.get("title") or document.title
    outline = parse(document, free_slug(name, catalogue), stated)
    known = catalogue.identify(stated, name, document.meta) or catalogue.identify(outline.title, name)
    return read_as(document, known, catalogue) if known else _parsed(outline, document, catalogue)


def read_as(document: Document, slug: str, catalogue: Catalogue) -> Parsed:
    """Parse a document as the one with this slug, whatever its title says."""
    outline = parse(document, slug, document.meta.get("title") or document.title)
    if slug in catalogue:
        outline = replace(outline, warnings=(*outline.warnings, *_unlike_the_catalogue(outline, catalogue[slug])))
    return _parsed(outline, document, catalogue)


def _parsed(outline: Outline, document: Document, catalogue: Catalogue) -> Parsed:
    slug = outline.instrument
    known = catalogue.get(slug)
    return Parsed(
        slug=slug,
        catalogued=known is not None,
        title=outline.title or document.name.rsplit(".", 1)[0],
        outline=outline,
        units=units(outline, parent=(known.parent if known else None) or ""),
        state=state_of(document),
        kind=kind_of(document),
        version=document.meta.get("version", ""),
    )


def articles_of(parsed: Parsed) -> int:
    """How many articles a document has."""
    return len({unit.article for unit in parsed.units if unit.kind in ("article", "paragraph")})


def _unlike_the_catalogue(outline: Outline, instrument: Instrument) -> tuple[str, ...]:
    """A warning where the file holds fewer articles than the instrument has; later insertions may make it more."""
    stated = int(instrument.articles.value) if instrument.articles and instrument.articles.value.isdigit() else 0
    found = len({unit.article for unit in units(outline) if unit.kind in ("article", "paragraph")})
    if not stated or found >= stated:
        return ()
    return (f"{found} articles, where the instrument has {stated}: part of it may be missing",)


def free_slug(name: str, catalogue: Catalogue) -> str:
    """An id for a document that is no instrument, by its file's name, which must not be an instrument's slug."""
    slug = slugify(name.rsplit(".", 1)[0])
    return f"{slug}-document" if slug in catalogue else slug


def slugify(name: str) -> str:
    """A file's name as an id: lower case letters and digits joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "document"


def state_of(document: Document) -> str:
    """The date of a consolidation, as its front matter gives it: `state`, or "state of May 2017" in `source`."""
    if document.meta.get("state"):
        return document.meta["state"]
    found = _STATE.search(document.meta.get("source", ""))
    if not found:
        return ""
    if found["rest"]:
        return found["year"] + found["rest"]
    if not found["month"]:
        return found["year"]
    return f"{found['year']}-{_MONTHS.index(found['month'].lower()) + 1:02d}"


def kind_of(document: Document) -> str:
    """Recognised from pictures; authentic where the source says so, translation where it says so, else a reprint."""
    if document.meta.get("recognised"):
        return RECOGNISED
    source = fold(document.meta.get("source", ""))
    if "authentic" in source or "official text" in source or "official journal" in source:
        return "authentic"
    return "translation" if "translat" in source else "reprint"
