"""Rank the units of an index for a question.

The evidence: the closest vector among all layers of a unit, the closest among its text alone, and BM25 over all layers
together, fused as `fuse.py` says. An instrument that the question names gets a bonus, recitals get a malus; a pinpoint
in the question puts its units on top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.model import Chunk, Entry, GuideSection, Hit, Instrument, article_id, unit_id
from kb.retrieval.filters import Filters
from kb.retrieval.fuse import Rule, Scores, best_per_unit, fuse
from kb.retrieval.understand import Question
from kb.text import terms

NAMED_BONUS = 3.0  # units of an instrument that the question names; in units of the fused score
FAMILY_BONUS = 1.0
ASIDE_MALUS = -1.6  # recitals and closing words explain and do not bind, unless the question asks for them
OPERATIVE = frozenset({"article", "paragraph", "annex", "section", "block"})
_ASKS_FOR_RECITALS = frozenset(terms("preamble recital recitals"))


COVERED_BY = 10  # how many hits are looked at for coverage


class DenseIndex(Protocol):
    """Vectors, one a chunk."""

    def scores(self, vector: NDArray[np.float32], /) -> NDArray[np.float32]:
        """The cosine of each row with the vector, in row order."""
        ...


class LexicalIndex(Protocol):
    """Words, one list a unit."""

    def scores(self, tokens: Sequence[str], /) -> NDArray[np.float64]:
        """The BM25 score of each row, in row order."""
        ...

    def rows_with(self, token: str, /) -> NDArray[np.int32]:
        """The rows that hold a word."""
        ...


@dataclass(frozen=True, slots=True)
class Bearing:
    """How well the library bears on a question, for deciding whether to answer at all.

    `cosine`: the best cosine of any unit. `coverage`: of the question's words, weighted by rarity, the share found in
    the best-covering of the first hits. `unknown`: the share, weighted likewise, that no unit contains. All 0 to 1.
    `glossed`: the closest unit has a digest, whose everyday words lie nearer to questions than a treaty's do.
    """

    cosine: float
    coverage: float
    unknown: float
    glossed: bool


class Retriever:
    """The rows of one index generation, ready to be ranked.

    `chunks` are the rows of `dense`; the rows of both lexical indexes are the units in the order of `entries`.
    """

    def __init__(
        self,
        entries: Mapping[str, Entry],
        sections: Mapping[str, GuideSection],
        chunks: Sequence[Chunk],
        dense: DenseIndex,
        lexical: Mapping[str, LexicalIndex],
        instruments: Mapping[str, Instrument],
    ) -> None:
        self._ids = list(entries)
        self._row = {unit: row for row, unit in enumerate(self._ids)}
        self._standing = np.array([0.0 if e.unit.kind in OPERATIVE else ASIDE_MALUS for e in entries.values()])
        self._slugs = [entry.unit.instrument for entry in entries.values()]
        self._dense, self._lexical = dense, lexical
        self._instruments = instruments
        self._glossed = frozenset(unit for unit, entry in entries.items() if entry.digest)
        self._sections = list(sections)
        layers = np.array([chunk.layer for chunk in chunks], dtype=object)
        self._provision_rows = np.flatnonzero(layers != "guide")
        self._text_rows = np.flatnonzero(layers == "text")
        self._guide_rows = np.flatnonzero(layers == "guide")
        place = self._row | {section: row for row, section in enumerate(self._sections)}
        self._place = np.array([place[chunk.unit] for chunk in chunks], dtype=np.int64)
        self._by_article: dict[str, list[int]] = {}
        for row, unit in enumerate(self._ids):
            self._by_article.setdefault(article_id(unit), []).append(row)

    def search(
        self, question: Question, vector: NDArray[np.float32], k: int, filters: Filters, rule: Rule = "standard"
    ) -> tuple[Hit, ...]:
        """The `k` best units, best first; `vector` is the encoded question."""
        evidence, cosines = self._evidence(question, vector)
        total, parts = fuse(evidence, rule)
        total = self._pinpoints_first(total + self._bonus(question), question)
        total[~self._admitted(filters)] = -np.inf
        order = np.argsort(-total, kind="stable")[:k]
        return tuple(self._hit(row, total, parts, cosines) for row in order if np.isfinite(total[row]))

    def guides(self, question: Question, vector: NDArray[np.float32], k: int) -> tuple[Hit, ...]:
        """The `k` best sections of guides, best first."""
        if not self._sections:
            return ()
        dense = self._best(self._dense.scores(vector), self._guide_rows, len(self._sections))
        lexical = np.asarray(self._lexical["guide"].scores(terms(question.subject or question.text)), dtype=np.float64)
        total, _ = fuse({"dense": dense, "lexical": lexical}, "standard")
        order = np.argsort(-total, kind="stable")[:k]
        return tuple(
            Hit(self._sections[row], round(float(total[row]), 6), {"cosine": round(float(dense[row]), 6)})
            for row in order
        )

    def bearing(self, question: Question, hits: Sequence[Hit]) -> Bearing:
        """How well the library bears on the question, given its ranking."""
        closest = max(hits, key=lambda hit: hit.why["cosine"], default=None)
        cosine = closest.why["cosine"] if closest else 0.0
        glossed = closest is not None and closest.id in self._glossed
        found = {word: set(self._lexical["all"].rows_with(word).tolist()) for word in set(terms(question.text))}
        units = len(self._ids)
        weight = {word: float(np.log((units + 1) / (len(rows) + 0.5))) for word, rows in found.items()}
        mass = sum(weight.values())
        if not mass:
            return Bearing(cosine, 0.0, 1.0, glossed)
        first = [self._row[hit.id] for hit in hits[:COVERED_BY]]
        covered = max((sum(weight[w] for w, rows in found.items() if row in rows) for row in first), default=0.0)
        unknown = sum(weight[word] for word, rows in found.items() if not rows)
        return Bearing(cosine, round(covered / mass, 6), round(unknown / mass, 6), glossed)

    def _evidence(self, question: Question, vector: NDArray[np.float32]) -> tuple[dict[str, Scores], Scores]:
        similarity = self._dense.scores(vector)
        every = self._best(similarity, self._provision_rows, len(self._ids))
        text = self._best(similarity, self._text_rows, len(self._ids))
        words = terms(question.subject or question.text)
        lexical = np.asarray(self._lexical["all"].scores(words), dtype=np.float64)
        return {"dense": every, "dense:text": text, "lexical": lexical}, every

    def _best(self, similarity: NDArray[Any], rows: NDArray[np.int64], size: int) -> Scores:
        return best_per_unit(similarity[rows], self._place[rows], size)

    def _bonus(self, question: Question) -> Scores:
        bonus = dict.fromkeys(question.instruments, NAMED_BONUS)
        for slug, instrument in self._instruments.items():
            if any(instrument.family.startswith(family) for family in question.families):
                bonus.setdefault(slug, FAMILY_BONUS)
        named = np.array([bonus.get(slug, 0.0) for slug in self._slugs])
        return named if _ASKS_FOR_RECITALS & set(terms(question.text)) else named + self._standing

    def _pinpoints_first(self, total: Scores, question: Question) -> Scores:
        """Cited units get scores above all others, in the order of the citation."""
        rows = list(dict.fromkeys(row for pinpoint in question.pinpoints for row in self._rows_of(pinpoint)))
        lifted = total.copy()
        top = float(total.max(initial=0.0)) + 1.0  # minus infinity counts as 0 here
        for place, row in enumerate(rows):
            lifted[row] = top + (len(rows) - place) / len(rows)
        return lifted

    def _rows_of(self, pinpoint: str) -> list[int]:
        row = self._row.get(unit_id(pinpoint))
        if row is not None:
            return [row]
        return self._by_article.get(article_id(pinpoint), [])

    def _admitted(self, filters: Filters) -> NDArray[np.bool_]:
        if filters.empty:
            return np.ones(len(self._ids), dtype=bool)
        admits = {slug: filters.admits(slug, self._instruments) for slug in set(self._slugs)}
        return np.array([admits[slug] for slug in self._slugs], dtype=bool)

    def _hit(self, row: int, total: Scores, parts: Mapping[str, Scores], cosines: Scores) -> Hit:
        why = {name: round(float(part[row]), 6) for name, part in parts.items()}
        why["cosine"] = round(float(cosines[row]), 6)
        return Hit(self._ids[row], round(float(total[row]), 6), why)
