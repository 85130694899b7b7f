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

R2@10 is our own: plain recall at ten cannot reach 1 where more than ten provisions answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def measure(qrels: Qrels, run: Run) -> dict[str, dict[str, float]]:
    """Each judged query's value in each of `MEASURES`, from 0 to 1.

    Rank is the order of the hits, whatever their scores. Pinpoints count as their unit, a unit once. A judged query
    that the run lacks scores zero throughout; a query that nobody judged is passed over; a query without a provision
    judged 2 scores zero where only those count, as in trec_eval.
    """
    grades = {qid: unit_grades(judged) for qid, judged in qrels.items()}
    ranked = {qid: [unit for unit, _ in unit_hits(run.get(qid, ()))] for qid in grades}
    library = _ir_measures(grades, ranked)
    ours = {qid: {"R2@10": reachable_recall(judged, ranked[qid], 10)} for qid, judged in grades.items()}
    return {qid: {name: (ours[qid] | library[qid])[name] for name in MEASURES} for qid in grades}


def reachable_recall(grades: Mapping[str, int], ranking: Sequence[str], depth: int) -> float:
    """Provisions judged 2 among the first `depth`, over as many of them as could stand there; 0 where there is none."""
    answering = {unit for unit, grade in grades.items() if grade >= ANSWERS}
    return len(answering.intersection(ranking[:depth])) / max(1, min(depth, len(answering)))


def _ir_measures(grades: Qrels, ranked: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    import ir_measures

    names = {ir_measures.parse_measure(theirs): name for name, theirs in FROM_IR_MEASURES.items()}
    values = {qid: dict.fromkeys(FROM_IR_MEASURES, 0.0) for qid in grades}
    scored = {qid: {unit: float(-rank) for rank, unit in enumerate(units)} for qid, units in ranked.items() if units}
    if not scored:
        return values
    for metric in ir_measures.iter_calc(list(names), grades, scored):
        values[metric.query_id][names[metric.measure]] = float(metric.value)
    return values
