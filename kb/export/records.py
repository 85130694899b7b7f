"""A memorandum before it is written in any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

TIME_LIMIT_HEADS = ("Length", "Runs from", "Provision", "Quoted in")


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
    letter: str  # "(b)" where they are the words of one letter
    citation: str
    authentic: bool

    @property
    def source(self) -> str:
        """Where they stand, and a warning where they are ours."""
        return self.citation if self.authentic else f"{self.citation} (our digest, not the text)"

    @property
    def shown(self) -> str:
        """The words in quotation marks, after their letter."""
        return f"{self.letter} “{self.text}”".lstrip()


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement of the answer; `alike` says which provisions have the same words, and how far."""

    number: int
    text: str
    quotes: tuple[Quoted, ...]
    alike: tuple[str, ...]
    version: str

    @property
    def passages(self) -> tuple[tuple[str, tuple[Quoted, ...]], ...]:
        """The quotes by their source: those that follow each other from one place are cited once."""
        return tuple((source, tuple(quotes)) for source, quotes in groupby(self.quotes, key=lambda one: one.source))


@dataclass(frozen=True, slots=True)
class SubQuestion:
    """One of several questions: its verdict, and the numbers of the statements that answer it."""

    question: str
    verdict: str
    findings: tuple[int, ...]

    @property
    def rests(self) -> str:
        """Which statements answer it."""
        return f"See {referred(self.findings)}." if self.findings else "No statement of this answer bears on it."


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit: its length, what starts it, where it stands and in which statement it is quoted."""

    length: str
    start: str
    citation: str
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Instruments side by side: one row an issue, one cell an instrument."""

    instruments: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # the issue, then the cells


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
    questions: tuple[SubQuestion, ...]
    time_limits: tuple[TimeLimit, ...]
    comparison: Comparison | None
    findings: tuple[Finding, ...]
    beside: tuple[Finding, ...]  # the terms of the rule, and what it refers to
    authorities: tuple[Authority, ...]
    limits: tuple[str, ...]
    notes: tuple[str, ...]  # on versions and sources
    nearest: tuple[str, ...]
    see_also: tuple[str, ...]
    missing: tuple[str, ...]
    style: str
    holdings: Holdings


def referred(numbers: tuple[int, ...]) -> str:
    """Statements by their numbers, as the answer has them: "[1], [2]"."""
    return ", ".join(f"[{number}]" for number in numbers)
