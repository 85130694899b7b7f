"""The blocks of an article as tokens: each begins with at most one label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.provisions.labels import Label, Reading, label_at
from kb.provisions.numerals import Rank, follows, is_first

_INLINE = re.compile(r"(?:[:;,.—–]\s*(?:and/or|and|or|but)?\s*)(\((?:[a-z]{1,2}|[ivx]{1,5})\))\s?(?=\S)")
_AFTER_SEMICOLON = re.compile(r";\s*(?:and/or|and|or)?\s*(\((?:[a-z]{1,2}|[ivx]{1,5})\))\s(?=\S)")
_APART = 8  # characters that lie at least between two labels of a list inside one block


@dataclass(frozen=True, slots=True)
class Stretch:
    """A slice of the document that belongs to an article: a block, or what is left of it after a heading."""

    start: int
    end: int
    certain: bool = False  # the reader is sure that the first word is a label
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """A slice with the label that it may begin with."""

    start: int
    end: int
    label: Label | None
    certain: bool = False
    depth: int = 0
    joined: bool = False  # stands in the same block as the token before it


def tokenise(text: str, stretches: Iterable[Stretch], article: str = "") -> list[Token]:
    """Tokens in order; together they cover the stretches. `article` is the number of the article at hand."""
    return [token for stretch in stretches for token in _tokens(text, stretch, article)]


def _tokens(text: str, stretch: Stretch, article: str) -> Iterator[Token]:
    if split := _two_level(text, stretch, article):
        yield from split
        return
    cuts = [stretch.start, *_chain(text, stretch)]
    cuts += sorted(
        {at for at in (*_inline(text, cuts[-1], stretch.end), *_sequel(text, cuts[-1], stretch.end)) if at > cuts[-1]}
    )
    for at, start in enumerate(cuts):
        end = cuts[at + 1] if at + 1 < len(cuts) else stretch.end
        label = _label_within(text, start, end)
        yield Token(start, end, label, stretch.certain and at == 0, stretch.depth if at == 0 else 0, at > 0)


def _two_level(text: str, stretch: Stretch, article: str) -> list[Token]:
    """ "4.1 Words" opens paragraph 4 and its first part; in article 4 it is simply the first paragraph."""
    label = label_at(text, stretch.start, stretch.end)
    if not label or not label.readings[0].family.startswith("below"):
        return []
    outer = label.readings[0].family[5:].split("-")[0]
    if outer == article or label.readings[0].rank != (1, 0):
        return []
    cut = stretch.start + text[stretch.start : label.end].index(".") + 1
    number = Reading("dot-decimal", (int(outer), 0), outer)
    return [
        Token(stretch.start, cut, Label(stretch.start, cut, (number,)), stretch.certain, stretch.depth),
        Token(cut, stretch.end, Label(cut, label.end, label.readings), joined=True),
    ]


def _label_within(text: str, start: int, end: int) -> Label | None:
    return label_at(text, start, end)


def _chain(text: str, stretch: Stretch) -> list[int]:
    """Where further labels open directly after the first: "1. (a) (i) Words"."""
    starts: list[int] = []
    label = label_at(text, stretch.start, stretch.end)
    while label and label.end < stretch.end:
        following = label_at(text, label.end, stretch.end)
        if not following or not any(is_first(r.rank) and r.family != "bullet" for r in following.readings):
            break
        starts.append(label.end)
        label = following
    return starts


def _inline(text: str, start: int, end: int) -> list[int]:
    """Where the letters of a list stand that runs on inside one block: ": (a) …; (b) …; and (c) …"."""
    spots = [found.start(1) for found in _INLINE.finditer(text, start, end)]
    kept: set[int] = set()
    for run in _runs(text, spots):
        kept.update(run)
    return sorted(kept)


def _sequel(text: str, start: int, end: int) -> Iterator[int]:
    """Where the next letters of the list stand that this block is part of: "(b) …; or (c) …"."""
    label = label_at(text, start, end)
    for found in _AFTER_SEMICOLON.finditer(text, label.end if label else end, end):
        following = label_at(text, found.start(1), end)
        going = following and label and any(next_in(r.family, r.rank, following.readings) for r in label.readings)
        if going and found.start(1) - start >= _APART:
            yield found.start(1)
            label = following


def _runs(text: str, spots: list[int]) -> list[list[int]]:
    """Lists of at least two labels in order, each a fair way from the one before."""
    open_runs: list[tuple[Reading, list[int]]] = []
    done: list[list[int]] = []
    for spot in spots:
        label = label_at(text, spot)
        if label is None:
            continue
        if not _extend(open_runs, label.readings, spot):
            open_runs += [(r, [spot]) for r in label.readings if is_first(r.rank)][:1]
        done = [run for _, run in open_runs if len(run) > 1]
    return done


def _extend(open_runs: list[tuple[Reading, list[int]]], readings: tuple[Reading, ...], spot: int) -> bool:
    for at in range(len(open_runs) - 1, max(-1, len(open_runs) - 5), -1):
        last, run = open_runs[at]
        match = next((r for r in readings if r.family == last.family and follows(last.rank, r.rank)), None)
        if match and spot - run[-1] >= _APART:
            open_runs[at] = (match, [*run, spot])
            return True
    return False


def same_numerals(family: str, other: str) -> bool:
    """True where two families count alike although their brackets differ: "a)" and "(a)"."""
    return family.split("-", 1)[1:] == other.split("-", 1)[1:] and "bare" not in (family[:4], other[:4])


def next_in(family: str, rank: Rank, readings: Iterable[Reading]) -> Reading | None:
    """The reading that continues the list after `rank`, if there is one."""
    return next((r for r in readings if r.family == family and follows(rank, r.rank)), None)
