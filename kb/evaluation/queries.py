"""Judged questions from a JSONL file; a bad line is told with its file, its line and the remedy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.evaluation.files import is_token, numbered_lines

GRADES = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A question, the provisions judged for it (id → 0 beside the point, 1 related, 2 answers it), and what to say.

    `facts`: of each inner tuple one wording has to be said by an answer.
    """

    qid: str
    query: str
    category: str = ""
    user: str = ""
    answerable: bool = True
    qrels: Mapping[str, int] = field(default_factory=dict)
    facts: tuple[tuple[str, ...], ...] = ()


def load_queries(path: Path, *, judged: bool = True) -> tuple[JudgedQuery, ...]:
    """The questions in file order. Fields beyond those of `JudgedQuery` are passed over.

    Raises InputError for a line that is no JSON object, lacks a field, has one of the wrong type, repeats a `qid`, or
    calls a question answerable without a provision judged 2, which it may where `judged` is false.
    """
    queries: dict[str, JudgedQuery] = {}
    for where, line in numbered_lines(path):
        query = _query(_record(line, where), where, judged)
        if query.qid in queries:
            raise InputError(where, f"repeats the qid {query.qid!r}", "give each question its own qid")
        queries[query.qid] = query
    if not queries:
        raise InputError(str(path), "holds no question", "write one JSON object a line with qid, query and qrels")
    return tuple(queries.values())


def _record(line: str, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(where, "is not JSON", "write one JSON object on each line") from error
    _require(isinstance(record, dict), where, "is not a JSON object", "write an object with qid, query and qrels")
    return dict(record)


def _query(record: Mapping[str, Any], where: str, judged: bool) -> JudgedQuery:
    _require(is_token(record.get("qid")), where, "has no usable qid", "give it a short name without spaces")
    _require(bool(_text(record, "query", where).strip()), where, "has no query", "write the question under query")
    answerable = record.get("answerable", True)
    _require(isinstance(answerable, bool), where, "has an answerable that is no truth value", "write true or false")
    qrels = _grades(record.get("qrels", {}), where)
    missing = judged and answerable and 2 not in qrels.values()
    _require(not missing, where, "is answerable but judges no provision 2", "judge one, or write answerable: false")
    return JudgedQuery(
        qid=record["qid"],
        query=record["query"],
        category=_text(record, "category", where),
        user=_text(record, "user", where),
        answerable=answerable,
        qrels=qrels,
        facts=_facts(record.get("facts", []), where),
    )


def _text(record: Mapping[str, Any], field: str, where: str) -> str:
    value = record.get(field, "")
    _require(isinstance(value, str), where, f"has a {field} that is no text", f"write {field} between quotation marks")
    return str(value)


def _grades(value: object, where: str) -> dict[str, int]:
    if not isinstance(value, dict):
        raise InputError(where, "has qrels that are no object", "write provision ids with their grades")
    for provision, grade in value.items():
        _require(is_token(provision), where, f"judges {provision!r}, which is no provision id", "write ids as kb does")
        known = type(grade) is int and grade in GRADES
        _require(known, where, f"grades {provision} as {grade!r}", "grades are 0, 1 (related) and 2 (answers it)")
    return dict(value)


def _facts(value: object, where: str) -> tuple[tuple[str, ...], ...]:
    whole = isinstance(value, list) and all(
        isinstance(wordings, list) and all(isinstance(wording, str) for wording in wordings) for wordings in value
    )
    if not whole:
        raise InputError(where, "has facts that are no list of lists of text", "write a list of wordings for each fact")
    assert isinstance(value, list)
    return tuple(tuple(wordings) for wordings in value)


def _require(condition: bool, where: str, problem: str, remedy: str) -> None:
    if not condition:
        raise InputError(where, problem, remedy)
