"""Rank judged questions, write run and qrels in TREC form, measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.errors import InputError
from kb.evaluation import as_json, format_table, judgements, load_queries, measure, summarise, write_qrels, write_run
from kb.retrieval import WHOLE, Filters, Rule
from kb.service.library import Library
from kb.service.search import rank

Progress = Callable[[str, int, int], None]


def evaluate(
    file: Path, settings: Settings, k: int, output: Path | None, seed: int, rule: Rule, progress: Progress
) -> tuple[dict[str, Any], str]:
    """The measures as JSON and as a table for people; with `output`, also run.trec and qrels.trec in that folder.

    Raises InputError for a file that cannot be used or holds no answerable question.
    """
    queries = [query for query in load_queries(file) if query.answerable]
    if not queries:
        raise InputError(str(file), "holds no answerable question", "give `answerable` and `qrels`")
    library = Library(settings)
    run = {}
    for done, query in enumerate(queries, 1):
        run[query.qid] = rank(library, query.query, k, Filters(), replace(WHOLE, rule=rule)).hits
        progress("ranking", done, len(queries))
    if output is not None:
        write_run(output / "run.trec", run, f"kb-{rule}")
        write_qrels(output / "qrels.trec", queries)
    per_query = measure(judgements(queries), run)
    rows = summarise(per_query, {query.qid: query.category for query in queries}, seed=seed, tag=f"kb-{rule}")
    return as_json(rows), format_table(rows)
