"""Write the report on runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb.evaluation import (
    Measured,
    by_query,
    compare,
    cross_validated,
    load_queries,
    load_replies,
    refusals,
    summarise,
)
from kb.evaluation.files import write_lines
from kb.evaluation.page import Report, page
from kb.evaluation.tables import wrong_rate


def write_report(
    runs: Sequence[Measured], output: Path, title: str, seed: int, answers: Sequence[Path] | None
) -> dict[str, Any]:
    """One page on these runs, the first of them the base; `answers`: a file of answers and its questions."""
    text = page(reported(runs, title, seed, answers))
    write_lines(output, [text.rstrip("\n")])
    return {"runs": len(runs), "bytes": len(text.encode()), "output": str(output)}


def reported(runs: Sequence[Measured], title: str, seed: int, answers: Sequence[Path] | None) -> Report:
    """All that the page tells."""
    base, *others = runs
    values = {run.name: run.values for run in runs}
    measure = next(iter(next(iter(base.values.values()))))
    replied = refusals(load_queries(answers[1], judged=False), load_replies(answers[0])) if answers else None
    return Report(
        title=title,
        runs=runs,
        rows={run.name: summarise(run.values, run.groups, seed=seed, tag=run.name) for run in runs},
        wrong={run.name: wrong_rate(run, seed) for run in runs},
        differences=compare(values, base.groups, seed=seed) if others else (),
        queries={run.name: by_query(base.values, run.values, measure) for run in others},
        choice=cross_validated(values, base.groups, measure, seed=seed) if others else None,
        refusals=replied,
    )
