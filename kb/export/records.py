"""A memorandum before it is written in any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the library as its manifest lists it."""

    name: str
    title: str
    digest: str  # SHA-256 of its bytes
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Holdings:
    """The library that an answer was drawn from."""

    generation: str  # of the index
    created: str  # ISO time of that generation
    program: str  # name and version
    corpus: str  # SHA-256 of the corpus that ships
    documents: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a provision as they stand, and where they stand."""

    text: str
    citation: str
    authentic: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement of the answer; `likewise` are citations of provisions that say the same."""

    text: str
    quotes: tuple[Quoted, ...]
    likewise: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Authority:
    """An instrument that the answer rests on: its citation, what of it is cited, in which versions."""

    citation: str
    pinpoints: tuple[str, ...]
    versions: tuple[str, ...]
    doubts: tuple[str, ...]  # facts of the citation that the catalogue has from memory
    status: str  # official page on parties and reservations, "" where unknown


@dataclass(frozen=True, slots=True)
class Memo:
    """A question, its answer, and everything that a reader needs in order to check it."""

    question: str
    day: date
    short: tuple[str, ...]  # paragraphs of the short answer
    findings: tuple[Finding, ...]
    authorities: tuple[Authority, ...]
    limits: tuple[str, ...]
    notes: tuple[str, ...]  # on versions and sources
    nearest: tuple[str, ...]
    see_also: tuple[str, ...]
    missing: tuple[str, ...]
    style: str
    holdings: Holdings
