"""The same rows twice: a table for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from kb.evaluation.summary import Interval, Row

NAME_WIDTH = 32
CELL_WIDTH = 11


def format_table(rows: Sequence[Row]) -> str:
    """Two lines a row: the means, and below them the 95 % confidence intervals. Ends without a line feed."""
    if not rows:
        return "No question with an answer was judged: there is nothing to measure."
    tables = [_table(tag, list(of_tag)) for tag, of_tag in groupby(rows, key=lambda row: row.tag)]
    return "\n\n".join([*tables, "Below each mean: its 95 % confidence interval, by bootstrap over the questions."])


def _table(tag: str, rows: Sequence[Row]) -> str:
    head = _line(tag, "n", list(rows[0].measures))
    return "\n".join([head, "-" * len(head), *(line for row in rows for line in _row(row))])


def _row(row: Row) -> tuple[str, str]:
    intervals = list(row.measures.values())
    means = _line(row.group or "all questions", str(row.queries), [f"{value.mean:.3f}" for value in intervals])
    bounds = _line("", "", [f"{value.low:.2f}-{value.high:.2f}" for value in intervals])
    return means, bounds


def _line(name: str, count: str, cells: Sequence[str]) -> str:
    short = name if len(name) <= NAME_WIDTH else f"{name[: NAME_WIDTH - 1]}…"
    return f"{short:<{NAME_WIDTH}}{count:>5}" + "".join(f"{cell:>{CELL_WIDTH}}" for cell in cells)


def as_json(rows: Sequence[Row]) -> dict[str, Any]:
    """`{"queries", "runs": [{"tag", "measures", "categories": {name: {"queries", "measures"}}}]}`.

    `measures` maps a name to `{"mean", "low", "high"}`.
    """
    runs = [_run(tag, list(of_tag)) for tag, of_tag in groupby(rows, key=lambda row: row.tag)]
    return {"queries": max((row.queries for row in rows), default=0), "runs": runs}


def _run(tag: str, rows: Sequence[Row]) -> dict[str, Any]:
    every, *parts = rows
    categories = {row.group: {"queries": row.queries, "measures": _measures(row)} for row in parts}
    return {"tag": tag, "measures": _measures(every), "categories": categories}


def _measures(row: Row) -> dict[str, dict[str, float]]:
    return {name: _bounds(value) for name, value in row.measures.items()}


def _bounds(value: Interval) -> dict[str, float]:
    return {"mean": value.mean, "low": value.low, "high": value.high}
