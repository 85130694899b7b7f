"""Which blocks of a document are read: those in the language asked for, without notes that a portal repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.languages import NAMES, divide
from kb.model import Block, Document, Region, Span

_MOST_CHANGES = 8  # a text that changes language more often is printed side by side: it cannot be parted
_FEWEST_NOTES = 4
_NOTE_LENGTH = 160
_IN_FORCE = re.compile(
    r"\b(?:in werking|in(?:to)? force|en vigueur|in kraft|in vigore|en vigor|valid from|valid until)\b",
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
    asides = [Region(block.span, "publisher's note") for block in document.blocks if block.span.start in notes]
    blocks = [block for block in document.blocks if block.span.start not in notes]
    texts = [block.span.of(document.text) for block in blocks]
    spoken = divide(texts, [block.kind == "heading" for block in blocks])
    sizes: Counter[str] = Counter()
    for code, text in zip(spoken, texts, strict=True):
        sizes[code] += len(text)
    chosen = language if language in sizes else max(sizes, key=lambda code: sizes[code], default="")
    runs = list(_runs(blocks, spoken))
    if sum(code == chosen for code, _ in runs) > _MOST_CHANGES:
        words = "passages in several languages alternate; they are not parted"
        return Selection((tuple(blocks),), tuple(asides), (words,), chosen)
    kept = tuple(tuple(run) for code, run in runs if code == chosen)
    asides += [_aside(code, run) for code, run in runs if code != chosen]
    return Selection(kept, tuple(asides), tuple(_said(sizes, chosen, language)), chosen)


def _aside(code: str, run: Sequence[Block]) -> Region:
    return Region(Span(run[0].span.start, run[-1].span.end), f"in {NAMES[code]}")


def _said(sizes: Counter[str], chosen: str, wanted: str) -> Iterator[str]:
    if chosen not in ("", wanted):
        yield f"no part in {NAMES.get(wanted, wanted)} found: the part in {NAMES[chosen]} is read"
    others = [NAMES[code] for code, _ in sizes.most_common() if code != chosen]
    if others:
        yield f"set aside: what is in {' and '.join(others)}"


def _runs(blocks: Sequence[Block], spoken: Sequence[str]) -> Iterator[tuple[str, list[Block]]]:
    """Blocks next to each other in one language; a note between two of them does not part them."""
    run: list[Block] = []
    for at, block in enumerate(blocks):
        if run and spoken[at] != spoken[at - 1]:
            yield spoken[at - 1], run
            run = []
        run.append(block)
    if run:
        yield spoken[-1], run


# ── notes of a portal ──


def repeated_notes(document: Document) -> frozenset[int]:
    """Where the lines begin that a portal repeats below many headings: "Entry into force on …".

    Such a line speaks of force or of a date, stands directly below a heading, and has more text of the provision below.
    """
    spots: dict[str, list[int]] = {}
    heads = 0
    for at, block in enumerate(document.blocks):
        heads += block.kind == "heading"
        below = at > 0 and block.kind != "heading" and document.blocks[at - 1].kind == "heading"
        if below and (signature := _signature(block.span.of(document.text))):
            spots.setdefault(signature, []).append(block.span.start)
    found = [start for starts in spots.values() if len(starts) >= max(_FEWEST_NOTES, heads // 100) for start in starts]
    return frozenset(found)


def _signature(words: str) -> str:
    """The line with its numbers masked; "" for a line that is no such note."""
    if len(words) > _NOTE_LENGTH or not _IN_FORCE.search(words) or len(words.split()) < 4:
        return ""
    return re.sub(r"\d+", "#", words)
