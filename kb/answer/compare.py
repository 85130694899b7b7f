"""Provisions of several instruments side by side: of each instrument the one that speaks to the same matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

from kb.answer.closeness import concepts_of, likeness, rarity
from kb.answer.deciding import worths
from kb.answer.records import Question
from kb.model import Entry, Hit
from kb.text import terms

DEPTH = 8  # hits of an instrument that may stand in a row
ROWS = 3
LIKE = 2.0  # what full likeness of two provisions weighs against the scores of the ranking
CONCEPTS = 0.5  # share of `LIKE` that shared concepts give
HEADINGS = 0.5  # the same for the words of the headings


def in_rows(question: Question, hits: Sequence[Hit], named: Sequence[str], entries: Mapping[str, Entry]) -> list[Hit]:
    """Hits of the instruments named, row by row: first the provisions that decide the question and go together.

    `hits` come best first. What stands in no row follows in its order.
    """
    weights = rarity(entries[hit.id].unit.text for hit in hits)
    left = [_weighed(question, [hit for hit in hits if entries[hit.id].unit.instrument == slug], entries)
            for slug in named]  # fmt: skip
    rows: list[str] = []
    for _ in range(ROWS):
        left = [column for column in left if column]
        row = [hit.id for hit in _row(left, entries, weights)] if left else []
        left = [[hit for hit in column if hit.id not in row] for column in left]
        rows += row
    place = {unit: n for n, unit in enumerate(rows)}
    return sorted(hits, key=lambda hit: place.get(hit.id, len(rows)))


def _weighed(question: Question, column: Sequence[Hit], entries: Mapping[str, Entry]) -> list[Hit]:
    """The first hits of one instrument; each score says how far the hit stays behind the one that decides."""
    worth = worths(question, column, entries)[:DEPTH]
    best = max(worth, default=0.0)
    return [replace(hit, score=own - best) for hit, own in zip(column, worth, strict=False)]


def _row(columns: Sequence[Sequence[Hit]], entries: Mapping[str, Entry], weights: Mapping[str, float]) -> list[Hit]:
    """One hit of each column: the two that go together best, then of each further column what goes best with them."""
    if len(columns) == 1:
        return [max(columns[0], key=lambda hit: hit.score)]
    one, other, *further = columns
    pairs = list(product(one, other))
    value = [a.score + b.score + _kin(a, b, entries, weights) for a, b in pairs]
    row = list(pairs[value.index(max(value))])
    for column in further:
        row.append(max(column, key=lambda hit: hit.score + max(_kin(hit, each, entries, weights) for each in row)))
    return row


def _kin(one: Hit, other: Hit, entries: Mapping[str, Entry], weights: Mapping[str, float]) -> float:
    a, b = entries[one.id], entries[other.id]
    alike = likeness(a.unit.text, b.unit.text, weights)
    concepts = _share(concepts_of(a), concepts_of(b))
    headings = _share(set(terms(a.unit.heading)), set(terms(b.unit.heading)))
    return LIKE * (alike + CONCEPTS * concepts + HEADINGS * headings)


def _share(one: set[str], other: set[str]) -> float:
    """Jaccard index, 0 where either is empty."""
    return len(one & other) / len(one | other) if one and other else 0.0
