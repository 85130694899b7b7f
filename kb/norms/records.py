"""What the reading of norms gives: force, where it stands, and what limits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.model import Force, Span

QualifierKind = Literal[
    "unless",
    "subject to",
    "except",
    "to the extent",
    "provided that",
    "where",
    "if",
    "when",
    "until",
    "notwithstanding",
    "without prejudice",
    "domestic law",
    "discretion",
]
Bound = Literal["at least", "at most", "within", "after", ""]


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Words that limit a norm: from their cue to the end of their clause."""

    kind: QualifierKind
    span: Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit (singular: "day", "month", "year", "per cent", …) and the side on which it bounds."""

    value: float
    unit: str
    span: Span
    bound: Bound = ""


@dataclass(frozen=True, slots=True)
class Norm:
    """One norm: its force, the words that carry it (`cue`), and the sentence or clause that it governs (`span`)."""

    force: Force
    cue: Span
    span: Span
    qualifiers: tuple[Qualifier, ...] = ()
    quantities: tuple[Quantity, ...] = ()
