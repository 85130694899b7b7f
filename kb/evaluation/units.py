"""Rankings and judgements by retrieval unit: what is measured is the numbered paragraph, not its letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kb.evaluation.queries import JudgedQuery
from kb.model import Hit, unit_id

Qrels = Mapping[str, Mapping[str, int]]  # qid → provision id → 0 beside the point, 1 related, 2 answers
Run = Mapping[str, Sequence[Hit]]  # qid → hits, best first


def unit_hits(hits: Iterable[Hit]) -> tuple[tuple[str, float], ...]:
    """Unit ids with the score of their first hit, in rank order; later hits in the same unit are dropped."""
    first: dict[str, float] = {}
    for hit in hits:
        first.setdefault(unit_id(hit.id), hit.score)
    return tuple(first.items())


def unit_grades(grades: Mapping[str, int]) -> dict[str, int]:
    """Grades by unit: a unit whose letters were judged apart has the best of their grades."""
    best: dict[str, int] = {}
    for provision, grade in grades.items():
        unit = unit_id(provision)
        best[unit] = max(grade, best.get(unit, 0))
    return best


def judgements(queries: Iterable[JudgedQuery]) -> dict[str, dict[str, int]]:
    """Grades by unit of each answerable question; those without an answer in the library have no ranking to judge."""
    return {query.qid: unit_grades(query.qrels) for query in queries if query.answerable}
