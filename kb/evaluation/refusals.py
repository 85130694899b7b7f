"""Whether refusing was right: coverage, risk, and the curve of risk over coverage.

An answer is right where the question has an answer and a statement rests on a provision judged 2; it is wrong
otherwise. Risk is the share of wrong answers among those given, coverage the share of questions answered. The curve
takes answers by falling confidence; its area (AURC) is the mean risk over all coverages: 0 is perfect.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.evaluation.files import numbered_lines
from kb.evaluation.measures import ANSWERS
from kb.evaluation.queries import JudgedQuery
from kb.evaluation.units import unit_grades
from kb.model import unit_id

GIVEN = ("answered", "partial")


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered: whether anything, resting on which provisions, how surely."""

    qid: str
    given: bool
    ids: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Refusals:
    """How well a program knows what it cannot answer."""

    queries: int
    coverage: float
    risk: float
    aurc: float
    refused_rightly: float  # of the questions without an answer
    refused_wrongly: float  # of the questions with one
    curve: tuple[tuple[float, float], ...]  # coverage, risk


def load_replies(path: Path) -> tuple[Reply, ...]:
    """The lines that `kb batch ask` wrote; a line with an error counts as a refusal. InputError: names the line."""
    return tuple(_reply(where, line) for where, line in numbered_lines(path))


def _reply(where: str, line: str) -> Reply:
    try:
        row = json.loads(line)
        qid, status = row["qid"], row.get("status", "refused")
        ids = tuple(unit_id(id) for said in row.get("statements", ()) for id in said["ids"])
        return Reply(str(qid), status in GIVEN, ids, _confidence(row))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(where, "is no answer of `kb batch ask`", "give the file that it wrote with -o") from error


def _confidence(row: Mapping[str, Any]) -> float:
    """The program's own, else the score of its first hit."""
    if "confidence" in row:
        return float(row["confidence"])
    hits = row.get("hits") or [{"score": float("-inf")}]
    return float(hits[0]["score"])


def refusals(queries: Sequence[JudgedQuery], replies: Sequence[Reply]) -> Refusals:
    """Measure replies; one without counts as refused. Raises InputError where no question has a reply."""
    by_qid = {reply.qid: reply for reply in replies}
    if not any(query.qid in by_qid for query in queries):
        raise InputError("answers", "belong to none of the questions", "check that the qids are the same")
    given = [(by_qid[q.qid], _right(q, by_qid[q.qid])) for q in queries if q.qid in by_qid and by_qid[q.qid].given]
    answerable = [query.qid for query in queries if query.answerable]
    others = [query.qid for query in queries if not query.answerable]
    wrong = sum(not right for _, right in given)
    curve = _curve([right for _, right in sorted(given, key=lambda pair: -pair[0].confidence)], len(queries))
    return Refusals(
        queries=len(queries),
        coverage=len(given) / len(queries),
        risk=wrong / max(1, len(given)),
        aurc=sum(risk for _, risk in curve) / max(1, len(curve)),
        refused_rightly=_refused(others, by_qid),
        refused_wrongly=_refused(answerable, by_qid),
        curve=curve,
    )


def _right(query: JudgedQuery, reply: Reply) -> bool:
    grades = unit_grades(query.qrels)
    judged = any(grade >= ANSWERS for grade in grades.values())
    return query.answerable and (not judged or any(grades.get(id, 0) >= ANSWERS for id in reply.ids))


def _refused(qids: Sequence[str], replies: Mapping[str, Reply]) -> float:
    return sum(not (qid in replies and replies[qid].given) for qid in qids) / max(1, len(qids))


def _curve(right: Sequence[bool], queries: int) -> tuple[tuple[float, float], ...]:
    wrong = 0
    curve: list[tuple[float, float]] = []
    for count, fine in enumerate(right, 1):
        wrong += not fine
        curve.append((count / queries, wrong / count))
    return tuple(curve)
