"""Which blocks of a document are read: those in the language asked for, without notes that a portal repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.model import Block, Document, Region, Span
from kb.provisions.languages import NAMES, divide

_MOST_CHANGES = 8  # a text that changes language more often is printed side by side: it cannot be parted
_FEWEST_NOTES = 4
_NOTE_LENGTH = 160
_IN_FORCE = re.compile(
    r"\bin werking\b|\bin(?:to)? force\b|\ben vigueur\b|\bin kraft\b|\bin vigore\b|\ben vigor\b|\bvalid (?:from|until)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is read, as stretches of blocks between which other text stands, and what is set aside."""

    stretches: tuple[tuple[Block, ...], ...]
    regions: tuple[Region, ...] = ()
    warnings: tuple[str, ...] = ()
    language: str = ""


def select(document: Document, language: str) -> Selection:
    """The part of the document in `language`, else in the language that most of it is in."""
    notes = repeated_notes(document)
    blocks = [block for block in document.blocks if block.span.start not in notes]
    asides = [Region(block.span, "publisher's note") for block in document.blocks if block.span.start in notes]
    spoken = divide([block.span.of(document.text) for block in blocks], [block.kind == "heading" for block in blocks])
    said = Counter(code for block, code in zip(blocks, spoken, strict=True) for _ in range(block.span.end - block.span.start))
    chosen = language if language in said or not said else said.most_common(1)[0][0]
    runs = list(_runs(blocks, spoken))
    if len(said) < 2 or sum(code == chosen for code, _ in runs) > _MOST_CHANGES:
        return Selection((tuple(blocks),), tuple(asides), tuple(_mixed(said, chosen, language)), chosen)
    kept = tuple(tuple(run) for code, run in runs if code == chosen)
    asides += [Region(Span(run[0].span.start, run[-1].span.end), f"in {NAMES[code]}") for code, run in runs if code != chosen]
    return Selection(kept, tuple(asides), tuple(_parted(said, chosen, language)), chosen)
