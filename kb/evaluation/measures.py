"""How good a ranking is, query by query, in the measures that the machine contract names.

| name | ir-measures | meaning |
|---|---|---|
| nDCG@10 | nDCG@10 | discounted gain of the first ten over the best possible; gain is the grade, discount log2 |
| R2@10 | - | provisions judged 2 among the first ten, over the smaller of ten and their number |
| R2@50 | R(rel=2)@50 | share of the provisions judged 2 among the first fifty |
| MRR2 | RR(rel=2)@50 | 1 over the rank of the first provision judged 2 |
| hit@3 | Success(rel=2)@3 | 1 where one of the first three is judged 2 |
| P2@10 | P(rel=2)@10 | share of the first ten that is judged 2 |
| AP2@50 | AP(rel=2)@50 | precision at each provision judged 2, averaged |

R2@10 is our own: plain recall at ten cannot reach 1 where more than ten provisions answer. Where no grade reaches 2,
judgements say yes or no, and `BINARY` is measured. Any other measure goes to ir-measures by the name that it has there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kb.errors import InputError
from kb.evaluation.units import Qrels, Run, unit_grades, unit_hits

ANSWERS = 2
FROM_IR_MEASURES = {
    "nDCG@10": "nDCG@10",
    "R2@50": "R(rel=2)@50",
    "MRR2": "RR(rel=2)@50",
    "hit@3": "Success(rel=2)@3",
    "P2@10": "P(rel=2)@10",
    "AP2@50": "AP(rel=2)@50",
}
MEASURES = ("nDCG@10", "R2@10", "R2@50", "MRR2", "hit@3", "P2@10", "AP2@50")


BINARY = ("nDCG@10", "R@10", "R@50", "RR@50", "Success@3", "P@10", "AP@50")
WRONG_DEPTH = 10


def usual_measures(qrels: Qrels) -> tuple[str, ...]:
    """`MEASURES` where some provision is judged 2, `BINARY` where judgements only say yes or no."""
    graded = any(grade >= ANSWERS for judged in qrels.values() for grade in judged.values())
    return MEASURES if graded or not any(qrels.values()) else BINARY


def measure(qrels: Qrels, run: Run, measures: Sequence[str] = MEASURES) -> dict[str, dict[str, float]]:
    """Each judged query's value in each measure.

    Rank is the order of the hits, whatever their scores. Pinpoints count as their unit, a unit once. A judged query
    that the run lacks scores zero throughout; a query that nobody judged is passed over; a query without a provision
    judged 2 scores zero where only those count, as in trec_eval. Raises InputError for a measure that is not known.
    """
    grades = {qid: unit_grades(judged) for qid, judged in qrels.items()}
    ranked = {qid: [unit for unit, _ in unit_hits(run.get(qid, ()))] for qid in grades}
    library = _ir_measures(grades, ranked, [name for name in measures if name != "R2@10"])
    ours = {qid: {"R2@10": reachable_recall(judged, ranked[qid], 10)} for qid, judged in grades.items()}
    return {qid: {name: (ours[qid] | library[qid])[name] for name in measures} for qid in grades}


def wrong_instruments(run: Run, named: Mapping[str, Sequence[str]], depth: int = WRONG_DEPTH) -> dict[str, float]:
    """Of each query that names instruments, the share of its first hits that are of others; nothing found is 0."""
    shares: dict[str, float] = {}
    for qid, slugs in named.items():
        if slugs:
            first = [unit.split(":", 1)[0] for unit, _ in unit_hits(run.get(qid, ()))][:depth]
            shares[qid] = sum(slug not in slugs for slug in first) / max(1, len(first))
    return shares


def reachable_recall(grades: Mapping[str, int], ranking: Sequence[str], depth: int) -> float:
    """Provisions judged 2 among the first `depth`, over as many of them as could stand there; 0 where there is none."""
    answering = {unit for unit, grade in grades.items() if grade >= ANSWERS}
    return len(answering.intersection(ranking[:depth])) / max(1, min(depth, len(answering)))


def known_measure(name: str) -> Any:
    """The measure of ir-measures that a name of ours or of theirs means. Raises InputError where there is none."""
    import ir_measures

    remedy = f"use one of {', '.join(MEASURES)}, or a measure that ir-measures has here"
    try:
        found = ir_measures.parse_measure(FROM_IR_MEASURES.get(name, name))
    except (NameError, SyntaxError, ValueError, AssertionError, TypeError, KeyError):
        raise InputError(name, "is no measure", remedy) from None
    if not ir_measures.DefaultPipeline.supports(found):
        raise InputError(name, "cannot be measured with the libraries at hand", remedy)
    return found


def _ir_measures(
    grades: Qrels, ranked: Mapping[str, Sequence[str]], measures: Sequence[str]
) -> dict[str, dict[str, float]]:
    import ir_measures

    names = {known_measure(name): name for name in measures}
    values = {qid: dict.fromkeys(measures, 0.0) for qid in grades}
    number = {qid: str(place) for place, qid in enumerate(grades, 1)}  # some of its measures want numbers for names
    scored = {number[q]: {unit: -float(r) for r, unit in enumerate(units)} for q, units in ranked.items() if units}
    if not scored or not names:
        return values
    judged = {number[qid]: each for qid, each in grades.items()}
    qids = list(grades)
    for metric in ir_measures.iter_calc(list(names), judged, scored):
        value = float(metric.value)
        values[qids[int(metric.query_id) - 1]][names[metric.measure]] = 0.0 if np.isnan(value) else value
    return values
