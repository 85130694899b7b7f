"""What retrieval reached when it was last measured, and whether it has fallen since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.evaluation.compare import Difference, compare
from kb.evaluation.runs import Measured
from kb.evaluation.tables import means

GUARDED = ("nDCG@10", "R2@10")
ALLOWED = 0.01
SHOWN = ("nDCG@10", "R2@10", "R2@50", "hit@3")


def baseline_of(run: Measured, seed: int) -> dict[str, Any]:
    """The means of a run with what they were measured on."""
    index: Mapping[str, Any] = run.record.get("index", {})
    return {
        "run": run.name,
        "queries": len(run.values),
        "measures": {name: round(value.mean, 4) for name, value in means(run, seed).items()},
        "code": run.record.get("code", ""),
        "encoder": index.get("encoder", ""),
        "counts": dict(index.get("counts", {})),
    }


def read_baseline(path: Path) -> dict[str, float]:
    """The measures of a baseline. Raises InputError where the file is none."""
    try:
        measures = json.loads(path.read_text(encoding="utf-8"))["measures"]
        return {str(name): float(value) for name, value in measures.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(str(path), "is no baseline", "write it again with `python eval/refresh.py`") from error


def fallen(baseline: Mapping[str, float], now: Mapping[str, float], allowed: float = ALLOWED) -> dict[str, float]:
    """The guarded measures that lie more than allowed below the baseline, and by how much."""
    drops = {name: baseline[name] - now[name] for name in GUARDED}
    return {name: drop for name, drop in drops.items() if drop > allowed + 1e-9}


def ablation_table(runs: Sequence[Measured], seed: int) -> str:
    """Every run against the first, as a table in Markdown, greatest loss first."""
    base, *others = runs
    rows = [d for d in compare({r.name: r.values for r in runs}, {}, seed=seed) if d.measure == SHOWN[0]]
    by_name = {run.name: means(run, seed) for run in runs}
    lines = [
        f"| run | {' | '.join(SHOWN)} | against {base.name} | 95 % | p (Holm) |",
        f"|---|{'---|' * (len(SHOWN) + 3)}",
        f"| {base.name} | {_cells(by_name[base.name])} | | | |",
    ]
    for row in sorted(rows, key=lambda row: row.gain.mean):
        lines.append(f"| {row.other} | {_cells(by_name[row.other])} | {_difference(row)} |")
    return "\n".join(lines) if others else "\n".join(lines[:3])


def _cells(values: Mapping[str, Any]) -> str:
    return " | ".join(f"{values[name].mean:.3f}" for name in SHOWN)


def _difference(row: Difference) -> str:
    p = "< 0.001" if row.p_holm < 0.001 else f"{row.p_holm:.3f}"
    return f"{row.gain.mean:+.3f} | {row.gain.low:+.3f} to {row.gain.high:+.3f} | {p}"


def between_marks(text: str, mark: str, inner: str) -> str:
    """The text with what stands between `<!-- mark -->` and `<!-- /mark -->` replaced. InputError: no such marks."""
    begin, end = f"<!-- {mark} -->\n", f"<!-- /{mark} -->"
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise InputError(mark, "is not marked in the page", f"put {begin.strip()} and {end} around it")
    return f"{before}{begin}{inner}\n{end}{after}"
