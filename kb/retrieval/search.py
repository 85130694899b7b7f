"""Rank the units of an index for a question.

The evidence that a recipe names is fused as `fuse.py` says. The best score in a concept lifts all its provisions, and
part of a unit's score is that of its kin, so that parallel provisions of other instruments come into view together. An
instrument that the question names gets a bonus, recitals get a malus; a pinpoint in the question puts its units on top.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.model import Chunk, Entry, GuideSection, Hit, Instrument, Layer, article_id, unit_id
from kb.retrieval.filters import Filters
from kb.retrieval.fuse import Scores, best_per_unit, fuse, standard_scores
from kb.retrieval.kinds import Kind
from kb.retrieval.recipe import WHOLE, Recipe
from kb.retrieval.spelling import corrected, joined
from kb.retrieval.understand import Question
from kb.text import terms

GLOSS: tuple[Layer, ...] = ("digest", "question", "terms")
OPERATIVE = frozenset({"article", "paragraph", "annex", "section", "block"})
_TIME = re.compile(
    r"\b(?:\d+|one|two|three|four|six|ten|twelve|fifteen|eighteen|twenty|thirty|forty|sixty|ninety)\b[^.;]{0,12}"
    r"\b(?:hours?|days?|weeks?|months?|years?)\b|\bpromptly\b|\bwithout delay\b|\bimmediately\b",
    re.IGNORECASE,
)
_ASKS_FOR_RECITALS = frozenset(terms("preamble recital recitals"))
RARE = 6.0  # rarity of a concept's words from which on they count in full
FURTHER_CONCEPT = 0.9  # what a unit's second and further concepts weigh beside its first
COVERED_BY = 3  # how many hits are looked at for coverage


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

    @property
    def vocabulary(self) -> Collection[str]:
        """Every word of any row."""
        ...

    def rows_with(self, token: str, /) -> NDArray[np.int32]:
        """The rows that hold a word."""
        ...


class Kindred(Protocol):
    """How units lie to each other: arrays with one row a unit."""

    @property
    def weights(self) -> NDArray[np.float32]:
        """What each chunk weighs in the gist of its unit."""
        ...

    @property
    def rows(self) -> NDArray[np.int32]:
        """Its nearest kin."""
        ...

    @property
    def shares(self) -> NDArray[np.float32]:
        """How much each of them counts, in all 1, or 0 without a digest."""
        ...

    @property
    def lenders(self) -> NDArray[np.int32]:
        """The glossed units nearest to a unit without a digest."""
        ...

    @property
    def nearness(self) -> NDArray[np.float32]:
        """How near they are."""
        ...

    @property
    def glossed(self) -> NDArray[np.bool_]:
        """Which units have a digest."""
        ...


@dataclass(frozen=True, slots=True)
class Bearing:
    """How well the library bears on a question, for deciding whether to answer at all.

    `cosine`: the best cosine of any unit. `coverage`: of the question's words, weighted by rarity, the share that the
    first hits hold together. `unknown`: the share, weighted likewise, that no unit has. These are 0 to 1. A misspelt
    word is read as it was meant, and one that is two known words joined is known ("videolink"). `lexical`: the best
    BM25 score of any unit, from 0. `spread`: the standard deviation of the units' cosines; a question from elsewhere
    is equally far from all. `glossed`: the closest unit has a digest, whose everyday words lie nearer to questions than
    a treaty's do.
    """

    cosine: float
    coverage: float
    unknown: float
    lexical: float
    spread: float
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
        kin: Kindred,
        instruments: Mapping[str, Instrument],
    ) -> None:
        self._ids = list(entries)
        self._row = {unit: row for row, unit in enumerate(self._ids)}
        self._aside = np.array([entry.unit.kind not in OPERATIVE for entry in entries.values()], dtype=bool)
        slugs = [entry.unit.instrument for entry in entries.values()]
        self._slugs, self._slug_of_row = np.unique(np.array(slugs, dtype=str), return_inverse=True)
        self._dense, self._lexical, self._kin = dense, lexical, kin
        self._glossed = kin.glossed
        self._instruments = instruments
        self._sections = list(sections)
        place = self._row | {section: row for row, section in enumerate(self._sections)}
        self._place = np.array([place[chunk.unit] for chunk in chunks], dtype=np.int64)
        layers = np.array([chunk.layer for chunk in chunks], dtype=object)
        self._rows_of_layer: dict[str, NDArray[np.int64]] = {
            layer: np.flatnonzero(layers == layer) for layer in ("text", *GLOSS, "guide")
        }
        self._provision_rows = np.flatnonzero(layers != "guide")
        self._concepts, self._concept_names = _concepts(entries)
        self._fits = _fitting(entries)
        self._by_article: dict[str, list[int]] = {}
        for row, unit in enumerate(self._ids):
            self._by_article.setdefault(article_id(unit), []).append(row)

    def search(
        self, question: Question, vector: NDArray[np.float32], k: int, filters: Filters, recipe: Recipe = WHOLE
    ) -> tuple[Hit, ...]:
        """The `k` best units, best first; `vector` is the encoded question."""
        similarity = self._dense.scores(vector)
        evidence = self._evidence(question, similarity, recipe)
        fused, parts = fuse(evidence, recipe.weights, recipe.rule, self._glossed)
        by_concept = recipe.concept * self._by_concept(fused) if recipe.concept else np.zeros(len(fused))
        total = self._among_kin(fused, recipe.kin) + by_concept + self._bonus(question, recipe)
        total += self._fitting(question, recipe) + recipe.said * self._said(question)
        total = self._pinpoints_first(total, question)
        parts["concept"] = by_concept
        total[~self._admitted(filters)] = -np.inf
        order = [row for row in np.argsort(-total, kind="stable")[:k] if np.isfinite(total[row])]
        cosines = self._best(similarity, self._provision_rows, len(self._ids))
        return tuple(self._hit(row, total, parts, cosines) for row in order)

    def guides(self, question: Question, vector: NDArray[np.float32], k: int) -> tuple[Hit, ...]:
        """The `k` best sections of guides, best first."""
        if not self._sections:
            return ()
        dense = self._best(self._dense.scores(vector), self._rows_of_layer["guide"], len(self._sections))
        lexical = np.asarray(self._lexical["guide"].scores(terms(question.subject or question.text)), dtype=np.float64)
        total, _ = fuse({"dense": dense, "lexical": lexical}, {"dense": 1.0, "lexical": 0.5}, "standard")
        order = np.argsort(-total, kind="stable")[:k]
        return tuple(
            Hit(self._sections[row], round(float(total[row]), 6), {"cosine": round(float(dense[row]), 6)})
            for row in order
        )

    def words(self, question: Question) -> list[str]:
        """The terms that BM25 looks up: those of the question's subject, misspelt ones as they were meant."""
        said = terms(question.subject or question.text)
        meant = corrected(said, self._lexical["all"].vocabulary)
        return [meant.get(word, word) for word in said]

    def concepts(self, question: Question, vector: NDArray[np.float32], count: int = 5) -> list[tuple[str, float]]:
        """The concepts with the best provisions for the question, and their scores, best first."""
        evidence = self._evidence(question, self._dense.scores(vector), WHOLE)
        scores, _ = fuse(evidence, WHOLE.weights, WHOLE.rule, self._glossed)
        units, concepts, weights = self._concepts
        best = np.full(len(self._concept_names), -np.inf)
        np.maximum.at(best, concepts, weights * scores[units])
        order = np.argsort(-best, kind="stable")[:count]
        return [(self._concept_names[at], round(float(best[at]), 4)) for at in order if np.isfinite(best[at])]

    def bearing(self, question: Question, vector: NDArray[np.float32], hits: Sequence[Hit]) -> Bearing:
        """How well the library bears on the question, given its vector and its ranking."""
        closest = max(hits, key=lambda hit: hit.why["cosine"], default=None)
        cosine = closest.why["cosine"] if closest else 0.0
        glossed = closest is not None and bool(self._glossed[self._row[closest.id]])
        found = {word: set(self._lexical["all"].rows_with(word).tolist()) for word in set(self.words(question))}
        units = len(self._ids)
        spread = float(self._best(self._dense.scores(vector), self._provision_rows, units).std())
        weight = {word: float(np.log((units + 1) / (len(rows) + 0.5))) for word, rows in found.items()}
        mass = sum(weight.values())
        if not mass:
            return Bearing(cosine, 0.0, 1.0, 0.0, round(spread, 6), glossed)
        first = {self._row[hit.id] for hit in hits[:COVERED_BY]}
        covered = sum(weight[word] for word, rows in found.items() if rows & first)
        known = self._lexical["all"].vocabulary
        unknown = sum(weight[word] for word, rows in found.items() if not rows and not joined(word, known))
        best = float(np.max(self._lexical["all"].scores(self.words(question)), initial=0.0))
        covered, unknown = round(covered / mass, 6), round(unknown / mass, 6)
        return Bearing(cosine, covered, unknown, round(best, 6), round(spread, 6), glossed)

    def _evidence(self, question: Question, similarity: NDArray[np.float32], recipe: Recipe) -> dict[str, Scores]:
        words = self.words(question)
        found: dict[str, Scores] = {}
        for name in recipe.weights:
            engine, _, part = name.partition(":")
            if engine == "gist":
                found[name] = self._gist(similarity)
            elif engine == "lexical":
                found[name] = np.asarray(self._lexical[part or "all"].scores(words), dtype=np.float64)
            else:
                rows = self._rows_of_layer[part] if part else self._provision_rows
                found[name] = self._best(similarity, rows, len(self._ids))
        return found

    def _gist(self, similarity: NDArray[np.float32]) -> Scores:
        """Closeness to each unit's gist; without one, the closest of what its lenders lend."""
        rows = self._provision_rows
        own = np.bincount(self._place[rows], (similarity * self._kin.weights)[rows], len(self._ids))
        lent = (np.maximum(own, 0.0)[self._kin.lenders] * self._kin.nearness).max(axis=1, initial=0.0)
        return np.where(self._glossed, own, lent)

    def _by_concept(self, scores: Scores) -> Scores:
        """What a unit's concepts bring: the best score that any unit of the concept has, as a standard score.

        A unit without a digest has what its lenders have, by their nearness.
        """
        units, concepts, weights = self._concepts
        if not len(units):
            return np.zeros(len(scores))
        floor = float(np.min(scores[np.isfinite(scores)], initial=0.0))
        above = np.where(np.isfinite(scores), scores - floor, 0.0)
        best = np.zeros(int(concepts.max()) + 1)
        np.maximum.at(best, concepts, above[units])
        own = np.zeros(len(scores))
        np.maximum.at(own, units, weights * best[concepts])
        lent = (own[self._kin.lenders] * self._kin.nearness).max(axis=1, initial=0.0)
        return standard_scores(np.where(self._glossed, own, lent), self._glossed)

    def _among_kin(self, scores: Scores, share: float) -> Scores:
        """Part of each glossed unit's score is that of its kin."""
        if not share:
            return scores
        floor = float(np.min(scores[np.isfinite(scores)], initial=0.0))
        finite = np.where(np.isfinite(scores), scores, floor)
        theirs = (finite[self._kin.rows] * self._kin.shares).sum(axis=1)
        return np.where(self._glossed, (1 - share) * finite + share * theirs, scores)

    def _best(self, similarity: NDArray[Any], rows: NDArray[np.int64], size: int) -> Scores:
        return best_per_unit(similarity[rows], self._place[rows], size)

    def _bonus(self, question: Question, recipe: Recipe) -> Scores:
        bonus = dict.fromkeys(question.instruments, recipe.named)
        for slug, instrument in self._instruments.items():
            if any(instrument.family.startswith(family) for family in question.families):
                bonus.setdefault(slug, recipe.family)
        named = np.array([bonus.get(slug, 0.0) for slug in self._slugs.tolist()])[self._slug_of_row]
        if _ASKS_FOR_RECITALS & set(terms(question.text)):
            return named
        return np.asarray(named + recipe.aside * self._aside)

    def _said(self, question: Question) -> Scores:
        """How far the question has the words of a unit's concepts, 0 to 1."""
        said = dict(question.concepts)
        units, concepts, weights = self._concepts
        strength = np.array([min(1.0, said.get(name, 0.0) / RARE) for name in self._concept_names])
        found = np.zeros(len(self._ids))
        if said and len(units):
            np.maximum.at(found, units, weights * strength[concepts])
        return found

    def _fitting(self, question: Question, recipe: Recipe) -> Scores:
        kinds = [self._fits[kind] for kind in question.kinds if kind in self._fits]
        return recipe.fitting * np.any(kinds, axis=0) if kinds else np.zeros(len(self._ids))

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
        admits = [filters.admits(slug, self._instruments) for slug in self._slugs.tolist()]
        admitted = np.array(admits, dtype=bool)[self._slug_of_row]
        return admitted & self._with_concept(filters.concepts) if filters.concepts else admitted

    def _with_concept(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """The units of which the digest names one of these concepts."""
        units, concepts, _ = self._concepts
        wanted = [number for number, name in enumerate(self._concept_names) if name in names]
        having = np.zeros(len(self._ids), dtype=bool)
        having[units[np.isin(concepts, wanted)]] = True
        return having

    def _hit(self, row: int, total: Scores, parts: Mapping[str, Scores], cosines: Scores) -> Hit:
        why = {name: round(float(part[row]), 6) for name, part in parts.items()}
        why["cosine"] = round(float(cosines[row]), 6)
        return Hit(self._ids[row], round(float(total[row]), 6), why)


Memberships = tuple[NDArray[np.int64], NDArray[np.int64], Scores]


def _concepts(entries: Mapping[str, Entry]) -> tuple[Memberships, list[str]]:
    """Which unit (by row) has which concept (by number), how much it weighs there; and the concepts' ids."""
    numbers: dict[str, int] = {}
    units, concepts, weights = [], [], []
    for row, entry in enumerate(entries.values()):
        named = dict.fromkeys(use.concept for use in entry.digest.concepts) if entry.digest else {}
        for place, concept in enumerate(named):
            units.append(row)
            concepts.append(numbers.setdefault(concept, len(numbers)))
            weights.append(FURTHER_CONCEPT if place else 1.0)
    found = np.array(units, dtype=np.int64), np.array(concepts, dtype=np.int64), np.array(weights)
    return found, list(numbers)


def _fitting(entries: Mapping[str, Entry]) -> dict[Kind, NDArray[np.bool_]]:
    """The units that give what a kind of question asks for."""
    digests = [entry.digest for entry in entries.values()]
    return {
        "definition": np.array([digest is not None and digest.kind == "definition" for digest in digests], dtype=bool),
        "time": np.array([digest is not None and bool(_TIME.search(digest.digest)) for digest in digests], dtype=bool),
    }
