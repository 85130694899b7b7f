"""Compare runs: how far apart, how surely, on which questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb.errors import UsageError
from kb.evaluation import Measured, by_query, comparable, compare, read_measured
from kb.evaluation.tables import difference_json, difference_table, query_table, summary_json, summary_table


def read_runs(
    places: Sequence[Path], qrels: Path | None, queries: Path | None, measures: Sequence[str]
) -> tuple[Measured, ...]:
    """Run folders or TREC files, judged alike, each with a name of its own."""
    return comparable([read_measured(place, qrels, queries, measures) for place in places])


def compare_runs(runs: Sequence[Measured], seed: int) -> tuple[dict[str, Any], str]:
    """All runs against the first, as JSON and for people. Raises UsageError for a single run."""
    if len(runs) < 2:
        raise UsageError("kb eval compare", "was given one run", "name two or more; the first is the base")
    values = {run.name: run.values for run in runs}
    found = compare(values, runs[0].groups, seed=seed)
    first = found[0].measure
    queries = {run.name: by_query(runs[0].values, run.values, first) for run in runs[1:]}
    texts = {qid: query.query for qid, query in runs[0].queries.items()}
    told = [query_table(name, first, each, texts) for name, each in queries.items()]
    data = {"runs": summary_json(runs, seed), **difference_json(found, queries, first)}
    return data, "\n\n".join([summary_table(runs, seed), difference_table(found), *told])
