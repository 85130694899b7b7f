"""Runs and judgements as TREC files, which any evaluation tool reads.

A run has six columns (qid, Q0, provision, rank, score, tag), judgements have four (qid, 0, provision, grade). Tools
sort by score and not by rank, many of them in single precision. A score that does not fall below the one before it is
therefore lowered by the smallest step that single precision knows: the order in the file is ours in every tool.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from kb.errors import InputError
from kb.evaluation.files import is_token, numbered_lines, write_lines
from kb.evaluation.queries import JudgedQuery
from kb.evaluation.units import Run, judgements, unit_hits
from kb.model import Hit

LARGEST = 1e38  # well inside single precision


def write_run(path: Path, run: Run, tag: str) -> None:
    """Write a run by unit, queries in the order of the mapping, ranks from 1.

    Raises InputError for a name that holds white space or for a score that is no finite number.
    """
    _require_token(tag, "the tag of a run")
    write_lines(path, [line for qid, hits in run.items() for line in _run_lines(qid, hits, tag)])


def _run_lines(qid: str, hits: Sequence[Hit], tag: str) -> Iterator[str]:
    _require_token(qid, "a qid")
    units = unit_hits(hits)
    scores = falling([score for _, score in units])
    for rank, ((unit, _), score) in enumerate(zip(units, scores, strict=True), start=1):
        _require_token(unit, "a provision id")
        yield f"{qid} Q0 {unit} {rank} {score:.9g} {tag}"


def falling(scores: Sequence[float]) -> list[float]:
    """The scores in single precision, each strictly below the one before it, changed only where they have to be."""
    ceiling = np.float32(np.inf)
    lowered: list[float] = []
    for score in scores:
        if not abs(score) < LARGEST:
            raise InputError(f"score {score}", "is outside the numbers a run can hold", "give finite scores")
        ceiling = min(np.float32(score), np.nextafter(ceiling, np.float32(-np.inf)))
        lowered.append(float(ceiling))
    return lowered


def write_qrels(path: Path, queries: Iterable[JudgedQuery]) -> None:
    """Write the judgements of the answerable questions, by unit."""
    rows = judgements(queries).items()
    write_lines(path, [f"{qid} 0 {unit} {grade}" for qid, grades in rows for unit, grade in grades.items()])


def read_run(path: Path) -> dict[str, tuple[Hit, ...]]:
    """A run as tools read it: by falling score, equal scores by falling id (the habit of trec_eval); ranks ignored.

    Raises InputError for a line without six columns, a score that is no number, or a provision that a query repeats.
    """
    found: dict[str, dict[str, Hit]] = {}
    for where, (qid, _, provision, _, score, _) in _columns(path, 6):
        hits = found.setdefault(qid, {})
        if provision in hits:
            raise InputError(where, f"repeats {provision} for {qid}", "name each provision once in a query")
        hits[provision] = Hit(provision, _number(score, where))
    return {qid: tuple(sorted(hits.values(), key=_as_tools_sort, reverse=True)) for qid, hits in found.items()}


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Judgements: qid → provision id → grade; also in BEIR's form. InputError: a bad or contradictory line.

    BEIR has three columns (qid, document, grade) and a line of headings, which is passed over.
    """
    found: dict[str, dict[str, int]] = {}
    for where, qid, provision, grade in _judgements(path):
        if not (grade.isascii() and grade.removeprefix("-").isdigit()):
            raise InputError(where, f"has the grade {grade!r}", "grades are 0, 1 (related) and 2 (answers it)")
        if found.setdefault(qid, {}).setdefault(provision, int(grade)) != int(grade):
            raise InputError(where, f"grades {provision} a second time for {qid}", "keep one grade")
    return found


def _judgements(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Place, qid, document and grade of each line."""
    first = next(numbered_lines(path), ("", ""))[1].split()
    if len(first) != 3:
        yield from ((where, qid, provision, grade) for where, (qid, _, provision, grade) in _columns(path, 4))
        return
    for number, (where, (qid, provision, grade)) in enumerate(_columns(path, 3)):
        if number or grade.removeprefix("-").isdigit():
            yield where, qid, provision, grade


def _columns(path: Path, count: int) -> Iterator[tuple[str, list[str]]]:
    for where, line in numbered_lines(path):
        columns = line.split()
        if len(columns) != count:
            problem = f"has {len(columns)} columns where a TREC file of this kind has {count}"
            raise InputError(where, problem, "part the columns by white space and keep names without spaces")
        yield where, columns


def _number(text: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(where, f"has the score {text!r}", "write a finite number")
    return number


def _as_tools_sort(hit: Hit) -> tuple[float, str]:
    return hit.score, hit.id


def _require_token(value: str, what: str) -> None:
    if not is_token(value):
        raise InputError(repr(value), f"cannot be {what}", "use one word without white space")
