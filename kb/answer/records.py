"""What an answer is made from: the question as understood, and how well the library bears on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kb.model import Citation, Entry, Force, Hit, Span, Twin
from kb.text import terms

Similarity = Callable[[Sequence[str]], Sequence[float]]
"""Closeness of each given sentence to the question, -1 to 1; offered by whoever has an encoder."""


Nearness = Callable[[str, Sequence[str]], Sequence[float]]
"""Closeness of each given text to the first one, -1 to 1; offered by whoever has an encoder."""


Door = Literal["", "law", "directory", "status", "body"]
"""What a clause may lead to where no treaty answers: national law, notifications, the depositary's lists, a body."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the library bears on the question; None where a figure was not measured.

    `cosine`: the best cosine of the question with any layer of any unit. `coverage`: of the question's terms, weighted
    by rarity, the share that the first three hits hold together, 0 to 1. `unknown`: the share, weighted likewise, that
    no unit of the library holds, 0 to 1. `lexical`: the best BM25 score of any unit. `spread`: the standard deviation
    of the units' cosines. `glossed`: the closest unit has a digest. `guide`: the cosine of the question with the
    nearest section of a guide. `other_field`: a word of it is from a field of law that the library does not hold.
    """

    cosine: float | None = None
    coverage: float | None = None
    unknown: float | None = None
    lexical: float = 0.0
    spread: float | None = None
    glossed: bool = False
    guide: float | None = None
    other_field: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood: its words, the instruments named (slugs), the citations in it, the evidence.

    `strangers` are names of instruments that the catalogue does not know, as the question has them; `mentions` is where
    it names instruments or provisions; `loose` are the slugs of names that may stand for several; `issues` are its
    several questions, none where it has one. `defined` are the units that define the term whose meaning it asks for;
    `kinds` say what kind of thing it asks for.
    """

    text: str
    instruments: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    evidence: Evidence = Evidence()
    strangers: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    loose: tuple[tuple[str, ...], ...] = ()
    issues: tuple[str, ...] = ()
    defined: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Slugs that the question names, alone or in a pinpoint, in order of mention."""
        cited = [i.partition(":")[0] for c in self.citations if c.status == "resolved" for i in c.ids]
        return tuple(dict.fromkeys([*self.instruments, *cited]))

    @property
    def only_cites(self) -> bool:
        """True where it says nothing besides a provision that exists."""
        inside = {n for span in self.mentions for n in range(span.start, span.end)}
        return bool(self.pinpoints) and not terms("".join(c for n, c in enumerate(self.text) if n not in inside))

    @property
    def pinpoints(self) -> tuple[str, ...]:
        """Ids of provisions that the question cites and that exist, in order of mention."""
        ids = (i for c in self.citations if c.status == "resolved" for i in c.ids if ":" in i)
        return tuple(dict.fromkeys(ids))


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions in a message: its words, its own ranking, and how well the library bears on it.

    `defined` are the units that define the term whose meaning it asks for.
    """

    question: str
    hits: tuple[Hit, ...]
    evidence: Evidence
    defined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or letter of a unit that can be quoted by itself, label left out.

    `chapeau` holds the opening words of the lists around it, outermost first; `tail` the closing words of its list.
    """

    id: str
    span: Span
    chapeau: tuple[Span, ...] = ()
    tail: Span | None = None

    @property
    def is_item(self) -> bool:
        """True where it depends on opening words."""
        return bool(self.chapeau)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is to be quoted of one unit: slices in the order of its text, and the pinpoints that they answer to."""

    entry: Entry
    ids: tuple[str, ...]
    spans: tuple[Span, ...]
    twins: tuple[Twin, ...] = ()

    @property
    def words(self) -> int:
        """Number of words quoted."""
        return sum(len(span.of(self.entry.unit.text).split()) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is answered: one plain sentence, and the instruments that would have to be fetched."""

    reason: str
    missing: tuple[str, ...] = ()
    nearest: bool = True  # whether the closest provisions may be offered
    door: Door = ""  # through which a clause may lead to an answer all the same
    law_of: str = ""  # the State whose law decides, where one is named
    yields_to_guides: bool = False  # whether a guide may answer all the same


@dataclass(frozen=True, slots=True)
class Lead:
    """The words of ours that stand before a quote."""

    role: str
    topic: str
    forces: tuple[Force, ...] = field(default=())
    addressee: str = ""
    named: tuple[str, ...] = ()  # the forces as they are called
