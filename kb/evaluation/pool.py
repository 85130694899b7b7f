"""Pools: what several runs put on top and nobody has judged, written for judging and read back.

A line is `{"qid", "query", "id", "grade": null, "citation", "text", "digest", "runs": {name: rank}}`. Whoever judges
writes 0, 1 or 2 for null. Lines come question by question, in the order of their ids, so that no rank leads the eye.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kb.errors import InputError
from kb.evaluation.files import is_token, numbered_lines
from kb.evaluation.queries import GRADES, JudgedQuery
from kb.evaluation.runs import Measured
from kb.evaluation.units import unit_hits


@dataclass(frozen=True, slots=True)
class Pooled:
    """A question, and in which run its result stands at which rank."""

    query: str
    ranks: Mapping[str, int]


def pool(runs: Sequence[Measured], depth: int) -> dict[tuple[str, str], Pooled]:
    """(qid, id) of each unjudged result among the first `depth` of any run, question by question, ids in order."""
    ranks: dict[tuple[str, str], dict[str, int]] = {}
    for run in runs:
        for qid, hits in run.run.items():
            for rank, (id, _) in enumerate(unit_hits(hits)[:depth], 1):
                if id not in runs[0].qrels.get(qid, {}):
                    ranks.setdefault((qid, id), {})[run.name] = rank
    texts = {qid: query.query for run in runs for qid, query in run.queries.items()}
    order = {qid: place for place, qid in enumerate(texts)}
    keys = sorted(ranks, key=lambda key: (order.get(key[0], len(order)), key))
    return {key: Pooled(texts.get(key[0], ""), ranks[key]) for key in keys}


def pool_lines(pooled: Mapping[tuple[str, str], Pooled], said: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The lines of a pool; `said` gives for each id what is to be read."""
    return [
        json.dumps(
            {"qid": qid, "query": each.query, "id": id, "grade": None, **said[id], "runs": each.ranks},
            ensure_ascii=False,
        )
        for (qid, id), each in pooled.items()
    ]


def read_pool(path: Path) -> tuple[tuple[str, str, int | None], ...]:
    """qid, id and grade of each line. InputError: names the line."""
    return tuple(_line(where, line) for where, line in numbered_lines(path))


def _line(where: str, line: str) -> tuple[str, str, int | None]:
    try:
        row = json.loads(line)
        qid, id, grade = row["qid"], row["id"], row["grade"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            where, "is no line of a pool", "keep qid, id and grade as `kb eval pool` wrote them"
        ) from error
    if not is_token(qid) or not is_token(id):
        raise InputError(where, "has no usable qid or id", "keep them as `kb eval pool` wrote them")
    if grade is not None and (type(grade) is not int or grade not in GRADES):
        raise InputError(where, f"grades {id} as {grade!r}", "write 0, 1 (related), 2 (answers it) or null")
    return qid, id, grade


def grades_of(rows: Sequence[tuple[str, str, int | None]]) -> dict[str, dict[str, int]]:
    """qid → id → grade of the judged lines. Raises InputError where one is graded twice and differently."""
    found: dict[str, dict[str, int]] = {}
    for qid, id, grade in rows:
        if grade is not None and found.setdefault(qid, {}).setdefault(id, grade) != grade:
            raise InputError(f"{qid} {id}", "is graded twice and differently", "keep one grade")
    return found


def with_judgements(queries: Sequence[JudgedQuery], grades: Mapping[str, Mapping[str, int]]) -> tuple[JudgedQuery, ...]:
    """The questions with these grades added; those of other questions are passed over."""
    return tuple(replace(query, qrels={**query.qrels, **grades.get(query.qid, {})}) for query in queries)
