"""Comparisons, sweeps and refusals as tables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kb.evaluation.compare import Difference, QueryDifference
from kb.evaluation.refusals import Refusals
from kb.evaluation.runs import Measured
from kb.evaluation.summary import Interval, summarise
from kb.evaluation.sweep import Choice

SHOWN_QUERIES = 5


def summary_json(runs: Sequence[Measured], seed: int) -> list[dict[str, Any]]:
    """Each run's means and wrong-instrument rate; the run's folder where it has one."""
    return [
        {
            "name": run.name,
            "folder": str(run.folder) if run.folder else None,
            "queries": len(run.values),
            "measures": {k: asdict(v) for k, v in means(run, seed).items()},
            "wrong_instrument": wrong_json(run, seed),
        }
        for run in runs
    ]


def means(run: Measured, seed: int) -> Mapping[str, Interval]:
    """A run's measures over all its questions."""
    rows = summarise(run.values, {}, seed=seed)
    return rows[0].measures if rows else {}


def wrong_rate(run: Measured, seed: int) -> Interval | None:
    """The mean share of other instruments among the first ten, of the questions that name one; None: no such."""
    shares = {qid: {"share": share} for qid, share in run.wrong.items()}
    rows = summarise(shares, {}, seed=seed)
    return rows[0].measures["share"] if rows else None


def wrong_json(run: Measured, seed: int) -> dict[str, Any] | None:
    """The wrong-instrument rate with the number of questions that it is taken over."""
    rate = wrong_rate(run, seed)
    return {"queries": len(run.wrong), "depth": 10, **asdict(rate)} if rate else None


def summary_table(runs: Sequence[Measured], seed: int) -> str:
    """One line a run, best first by the first measure, and below it the 95 % intervals."""
    rows = [(run, means(run, seed)) for run in runs]
    names = list(rows[0][1])
    first = names[0]
    rows.sort(key=lambda row: -row[1][first].mean)
    width = max(len(run.name) for run in runs) + 2
    head = f"{'run':<{width}}{'n':>5}" + "".join(f"{name:>11}" for name in names) + f"{'wrong@10':>11}"
    lines = [head, "-" * len(head)]
    for run, found in rows:
        rate = wrong_rate(run, seed)
        cells = [f"{found[name].mean:.3f}" if name in found else "-" for name in names]
        cells.append(f"{rate.mean:.3f}" if rate else "-")
        lines.append(f"{run.name:<{width}}{len(run.values):>5}" + "".join(f"{cell:>11}" for cell in cells))
        bounds = [f"{found[name].low:.2f}-{found[name].high:.2f}" if name in found else "" for name in names]
        lines.append(" " * (width + 5) + "".join(f"{cell:>11}" for cell in bounds))
    legend = (
        "Below each mean: its 95 % confidence interval, by bootstrap over the questions. wrong@10: share of the first"
    )
    return "\n".join([*lines, f"{legend} ten that are of other instruments than the question names."])


def choice_table(choice: Choice) -> str:
    """What was chosen, and what it is worth on questions that the choice did not see."""
    return "\n".join(
        [
            f"Best on all questions: {choice.best}, {choice.measure} {choice.best_mean:.3f} (flattered by the choice).",
            f"Chosen on four fifths, scored on the rest: {choice.held_out.mean:.3f} "
            f"({choice.held_out.low:.2f}-{choice.held_out.high:.2f}); chosen: {', '.join(choice.chosen)}.",
        ]
    )


def difference_table(found: Sequence[Difference]) -> str:
    """All questions measure by measure, then the groups by the first measure."""
    first = found[0].measure
    whole = [each for each in found if not each.group]
    parts = [each for each in found if each.group and each.measure == first]
    width = max(len(name) for each in found for name in (each.other, each.group, each.base)) + 2
    lines = [f"Against {found[0].base}, over {whole[0].queries} questions:", ""]
    lines += _difference_lines("measure", [(d.measure, d) for d in whole], width)
    if parts:
        lines += ["", f"{first} by category:", "", *_difference_lines("category", [(d.group, d) for d in parts], width)]
    lines += ["", "p: paired randomisation test, two-sided; Holm: corrected for the runs compared, measure by measure."]
    return "\n".join(lines)


def _difference_lines(head: str, rows: Sequence[tuple[str, Difference]], width: int) -> list[str]:
    label = max(len(head), *(len(name) for name, _ in rows)) + 2
    columns = f"{'base':>8}{'run':>8}{'gain':>9}{'95 %':>18}{'won':>6}{'lost':>6}{'p':>9}{'Holm':>9}"
    title = f"{head:<{label}}{'run':<{width}}{columns}"
    lines = [title, "-" * len(title)]
    for name, d in rows:
        bounds = f"{d.gain.low:+.3f} {d.gain.high:+.3f}"
        lines.append(
            f"{name:<{label}}{d.other:<{width}}{d.means[0]:>8.3f}{d.means[1]:>8.3f}{d.gain.mean:>+9.3f}{bounds:>18}"
            f"{d.wins:>6}{d.losses:>6}{d.p:>9.4f}{d.p_holm:>9.4f}"
        )
    return lines


def query_table(name: str, measure: str, found: Sequence[QueryDifference], texts: Mapping[str, str]) -> str:
    """The questions that gain and lose most."""
    won = [each for each in found if each.gain > 0][:SHOWN_QUERIES]
    lost = [each for each in reversed(found) if each.gain < 0][:SHOWN_QUERIES]
    lines = [f"{name}, {measure}, most gained and most lost:"]
    lines += [f"  {each.gain:+.3f}  {each.qid}  {texts.get(each.qid, '')}" for each in (*won, *lost)]
    return "\n".join(lines)


def difference_json(
    found: Sequence[Difference], queries: Mapping[str, Sequence[QueryDifference]], measure: str
) -> dict[str, Any]:
    """All differences; `queries` maps each run to its questions by gain in the first measure."""
    rows = {
        name: [{"qid": q.qid, "base": q.base, "other": q.other, "gain": q.gain} for q in each]
        for name, each in queries.items()
    }
    return {"differences": [asdict(each) for each in found], "measure": measure, "queries": rows}


def refusal_table(found: Refusals) -> str:
    """Refusal measures, one a line."""
    rows = {
        "questions": str(found.queries),
        "coverage (share answered)": f"{found.coverage:.3f}",
        "risk (share of answers that are wrong)": f"{found.risk:.3f}",
        "AURC (mean risk over coverages)": f"{found.aurc:.4f}",
        "refused of those without an answer": f"{found.refused_rightly:.3f}",
        "refused of those with an answer": f"{found.refused_wrongly:.3f}",
    }
    return "\n".join(f"{name:<42}{value:>8}" for name, value in rows.items())
