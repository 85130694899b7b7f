"""What a text is read with and what is found in it: mentions of instruments, and the names that find them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from kb.catalog.names import Lexicon, Step, Token
from kb.catalog.record import Record
from kb.catalog.series import SeriesIndex
from kb.model import Span

MentionKind = Literal["name", "series", "described", "other", "acronym", "back"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names an instrument.

    One slug: it is known which; several: the name fits all of them; none: another instrument (`other`, `acronym`) or a
    reference to one named before (`back`, whose `refers` is "convention", "protocol", … or "" for any).
    `first` and `last` are the tokens that it covers.
    """

    span: Span
    slugs: tuple[str, ...]
    kind: MentionKind
    first: int = 0
    last: int = 0
    refers: str = ""
    firm: bool = True  # False: "the Convention" is open where several were named; an acronym nobody knows


@dataclass(frozen=True, slots=True)
class FamilyMention:
    """A place where a text names a family of instruments: "the UN conventions"."""

    span: Span
    family: str


@dataclass(slots=True)
class Reading:
    """A text while it is read."""

    text: str
    row: list[Token]
    steps: list[Step]
    at: dict[int, int] = field(default_factory=dict)  # token → step
    taken: set[int] = field(default_factory=set)
    named: list[tuple[int, int]] = field(default_factory=list)  # tokens of the instruments named so far


@dataclass(frozen=True)
class Names:
    """Everything that mentions are read with."""

    lexicon: Lexicon
    strangers: Lexicon
    series: SeriesIndex
    records: Mapping[str, Record]
    words: Mapping[str, frozenset[str]]  # slug → words that may describe it

    @cached_property
    def describing(self) -> frozenset[str]:
        """All words that describe some instrument."""
        return frozenset().union(*self.words.values())


def slice_of(reading: Reading, first: int, last: int) -> Span:
    """The slice of the text from token to token."""
    return Span(reading.row[first].start, reading.row[last].end)
