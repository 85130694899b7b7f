"""A report on runs as one HTML page: everything is inside it, nothing is fetched, and it reads in light and dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from kb.evaluation.compare import Difference, QueryDifference
from kb.evaluation.plots import Dot, Whisker, bars, curve, scatter, whiskers
from kb.evaluation.refusals import Refusals
from kb.evaluation.runs import Measured
from kb.evaluation.summary import Interval, Row
from kb.evaluation.sweep import Choice
from kb.evaluation.table import to_toml

SHOWN_QUERIES = 8
SCATTERS = 4
BAR_RUNS = 6
SURE = 0.05
SILENT = ("name", "content", "recipe.base")  # keys that say nothing of how runs differ


@dataclass(frozen=True, slots=True)
class Report:
    """All that a page tells. The first run is the base of every difference."""

    title: str
    runs: Sequence[Measured]
    rows: Mapping[str, Sequence[Row]]  # run → all questions, then its categories
    wrong: Mapping[str, Interval | None]
    differences: Sequence[Difference] = ()
    queries: Mapping[str, Sequence[QueryDifference]] | None = None
    choice: Choice | None = None
    refusals: Refusals | None = None

    @property
    def measure(self) -> str:
        """The measure that plots show: the first."""
        return next(iter(self.rows[self.runs[0].name][0].measures))

    @property
    def texts(self) -> dict[str, str]:
        """qid → question."""
        return {qid: query.query for qid, query in self.runs[0].queries.items()}


def page(report: Report) -> str:
    """The whole page."""
    sections = [
        _summary(report),
        _differences(report),
        _categories(report),
        _questions(report),
        _refusals(report),
        _provenance(report),
    ]
    body = "\n".join(section for section in sections if section)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title)}</title><style>{STYLE}</style></head>\n"
        f"<body><main>{_head(report)}\n{body}</main></body></html>\n"
    )


def _head(report: Report) -> str:
    best = max(report.runs, key=lambda run: _mean(report, run.name).mean)
    found = _mean(report, best.name)
    count, several = len(report.runs[0].values), len(report.runs) > 1
    runs = f"{len(report.runs)} runs over the same" if several else "One run over"
    cards = [
        ("judged questions", str(count)),
        ("runs", str(len(report.runs))),
        (f"best {report.measure}", f"{found.mean:.3f}"),
    ]
    lead = next((d for d in report.differences if not d.group and d.other == best.name), None)
    if lead and lead.measure == report.measure:
        cards.append((f"ahead of {lead.base}", f"{lead.gain.mean:+.3f}"))
        cards.append(("p, corrected", _p(lead.p_holm)))
    shown = "".join(
        f'<div class="card"><b>{escape(value)}</b><span>{escape(name)}</span></div>' for name, value in cards
    )
    said = f"{runs} {count} judged questions. Highest {report.measure}: <b>{escape(best.name)}</b>."
    return f'<header><h1>{escape(report.title)}</h1><p class="lead">{said}</p><div class="cards">{shown}</div></header>'


def _mean(report: Report, name: str) -> Interval:
    return report.rows[name][0].measures[report.measure]


# ── sections ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _summary(report: Report) -> str:
    order = sorted(report.runs, key=lambda run: -_mean(report, run.name).mean)
    measures = list(report.rows[order[0].name][0].measures)
    tops = {m: max(report.rows[run.name][0].measures[m].mean for run in order) for m in measures}
    head = "".join(f'<th class="n">{escape(name)}</th>' for name in measures)
    with_wrong = any(report.wrong.values())
    lines = []
    for run in order:
        row = report.rows[run.name][0]
        cells = "".join(_cell(row.measures[m], row.measures[m].mean == tops[m]) for m in measures)
        wrong = report.wrong[run.name]
        cells += (_cell(wrong, False) if wrong else "<td></td>") if with_wrong else ""
        lines.append(f'<tr><th scope="row">{escape(run.name)}</th>{cells}</tr>')
    extra = '<th class="n">wrong instrument</th>' if with_wrong else ""
    table = f"<table><thead><tr><th>run</th>{head}{extra}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    plot = whiskers(
        [Whisker(r.name, _mean(report, r.name), f"{_mean(report, r.name).mean:.3f}", r is order[0]) for r in order],
        zero=False,
    )
    return _section(
        "Summary",
        "Means with 95 % confidence intervals, by bootstrap over the questions."
        + (" Wrong instrument: share of the first ten that lie outside those a question names." if with_wrong else ""),
        f'<div class="wide">{table}</div><h3>{escape(report.measure)}</h3>{plot}{_choice(report.choice)}',
    )


def _cell(value: Interval, top: bool) -> str:
    mark = ' class="n top"' if top else ' class="n"'
    return f"<td{mark}>{value.mean:.3f}<small>{value.low:.2f}–{value.high:.2f}</small></td>"


def _choice(choice: Choice | None) -> str:
    if choice is None:
        return ""
    low, high = choice.held_out.low, choice.held_out.high
    return (
        f'<p class="note">Choosing among these runs on four fifths of the questions and scoring on the rest gives '
        f"{escape(choice.measure)} <b>{choice.held_out.mean:.3f}</b> ({low:.2f}–{high:.2f}). The best on all "
        f"questions, {escape(choice.best)}, has {choice.best_mean:.3f}, which is flattered by the choice.</p>"
    )


def _differences(report: Report) -> str:
    whole = [d for d in report.differences if not d.group]
    if not whole:
        return ""
    first = sorted((d for d in whole if d.measure == report.measure), key=lambda d: -d.gain.mean)
    rows = [
        Whisker(d.other, d.gain, f"{d.gain.mean:+.3f}  p {_p(d.p_holm)}", d.p_holm < SURE and d.gain.mean > 0)
        for d in first
    ]
    measures = list(dict.fromkeys(d.measure for d in whole))
    by_run = {(d.other, d.measure): d for d in whole}
    lines = []
    for run in dict.fromkeys(d.other for d in first):
        cells = "".join(_gain(by_run[run, m]) for m in measures)
        changed = _changed(report.runs[0], next(r for r in report.runs if r.name == run))
        lines.append(f'<tr><th scope="row">{escape(run)}<small>{changed}</small></th>{cells}</tr>')
    head = "".join(f'<th class="n">{escape(m)}</th>' for m in measures)
    base = escape(report.runs[0].name)
    return _section(
        f"Against {base}",
        f"Each run less {base}, question by question. p: paired randomisation test, corrected after Holm for the runs "
        "compared. Coloured where the interval leaves out zero.",
        f"<h3>{escape(report.measure)}</h3>{whiskers(rows, zero=True)}<h3>All measures</h3>"
        f'<div class="wide"><table><thead><tr><th>run, and what differs</th>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>",
    )


def _gain(d: Difference) -> str:
    tone = "good" if d.gain.low > 0 else "bad" if d.gain.high < 0 else ""
    said = f"{d.wins} won, {d.losses} lost; {d.gain.low:+.3f} to {d.gain.high:+.3f}"
    return f'<td class="n {tone}" title="{said}">{d.gain.mean:+.3f}<small>p {_p(d.p_holm)}</small></td>'


def _changed(base: Measured, other: Measured) -> str:
    """The keys of the configuration that tell a run from the base, with its values."""
    ours, theirs = _flat(other.config), _flat(base.config)
    keys = [key for key in dict.fromkeys((*theirs, *ours)) if ours.get(key) != theirs.get(key) and key not in SILENT]
    return escape("; ".join(_said(key.removeprefix("recipe.").removeprefix("weights."), ours.get(key)) for key in keys))


def _said(name: str, value: object) -> str:
    return f"without {name}" if value is None else f"{name} {str(value).rsplit('/', 1)[-1]}"


def _flat(values: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{above}{key}.")
        else:
            flat[f"{above}{key}"] = value
    return flat


def _categories(report: Report) -> str:
    runs = report.runs[:BAR_RUNS]
    groups = [(row.group, row.queries) for row in report.rows[runs[0].name] if row.group]
    if not groups:
        return ""
    values = {run.name: {r.group: r.measures[report.measure].mean for r in report.rows[run.name]} for run in runs}
    drawn = [(f"{group} ({count})", [values[run.name][group] for run in runs]) for group, count in groups]
    key = "".join(f'<span><i class="c{at}"></i>{escape(run.name)}</span>' for at, run in enumerate(runs))
    return _section(
        "By category",
        f"{escape(report.measure)}; the number of questions in brackets.",
        f'<p class="key">{key}</p>{bars(drawn, [run.name for run in runs])}',
    )


def _questions(report: Report) -> str:
    if not report.queries:
        return ""
    base = report.runs[0].name
    order = sorted(report.queries, key=lambda name: -_mean(report, name).mean)
    plots = []
    for name in order[:SCATTERS]:
        dots = [
            Dot(q.base, q.other, f"{q.qid}: {report.texts.get(q.qid, '')} ({q.base:.2f} → {q.other:.2f})")
            for q in report.queries[name]
        ]
        plots.append(f"<figure>{scatter(dots, base, name)}</figure>")
    lists = [_won_and_lost(name, report.queries[name], report.texts) for name in order]
    return _section(
        "Question by question",
        f"{escape(report.measure)} of each question under {escape(base)} (across) and under another run (up). Point at "
        "a dot to read its question.",
        f'<div class="figures">{"".join(plots)}</div>{"".join(lists)}',
    )


def _won_and_lost(name: str, queries: Sequence[QueryDifference], texts: Mapping[str, str]) -> str:
    won = [q for q in queries if q.gain > 0]
    lost = [q for q in reversed(queries) if q.gain < 0]
    told = f"{escape(name)}: {len(won)} won, {len(lost)} lost, {len(queries) - len(won) - len(lost)} alike"
    inner = _listed("Most gained", won, texts) + _listed("Most lost", lost, texts)
    return f'<details><summary>{told}</summary><div class="columns">{inner}</div></details>'


def _listed(head: str, queries: Sequence[QueryDifference], texts: Mapping[str, str]) -> str:
    items = "".join(
        f'<li><b class="{"good" if q.gain > 0 else "bad"}">{q.gain:+.2f}</b> {escape(texts.get(q.qid, q.qid))} '
        f"<small>{escape(q.qid)}</small></li>"
        for q in queries[:SHOWN_QUERIES]
    )
    return f"<div><h3>{head}</h3><ul>{items or '<li>none</li>'}</ul></div>"


def _refusals(report: Report) -> str:
    found = report.refusals
    if found is None:
        return ""
    rows = [
        ("questions", str(found.queries)),
        ("answered (coverage)", f"{found.coverage:.3f}"),
        ("answers that are wrong (risk)", f"{found.risk:.3f}"),
        ("mean risk over all coverages (AURC)", f"{found.aurc:.4f}"),
        ("refused of those without an answer", f"{found.refused_rightly:.3f}"),
        ("refused of those with an answer", f"{found.refused_wrongly:.3f}"),
    ]
    table = "".join(f'<tr><th scope="row">{name}</th><td class="n">{value}</td></tr>' for name, value in rows)
    return _section(
        "Refusals",
        "An answer is right where a statement rests on a provision judged 2. The curve takes the surest answers first.",
        f'<div class="columns"><div>{curve(found.curve)}</div><table><tbody>{table}</tbody></table></div>',
    )


def _provenance(report: Report) -> str:
    return _section(
        "What each run was",
        "Enough to repeat it: <code>kb eval run FOLDER/run.toml</code>.",
        "".join(map(_was, report.runs)),
    )


def _was(run: Measured) -> str:
    index: Mapping[str, Any] = run.record.get("index", {})
    facts = {
        "code": run.record.get("code"),
        "encoder": str(index.get("encoder", ""))[:60] or None,
        "index content": str(index.get("content", ""))[:16] or None,
        "index made": index.get("created"),
        "holds": ", ".join(f"{count} {name}" for name, count in index.get("counts", {}).items()) or None,
    }
    told = "".join(f"<tr><th scope='row'>{k}</th><td>{escape(str(v))}</td></tr>" for k, v in facts.items() if v)
    toml = (
        f"<pre>{escape(to_toml(run.config))}</pre>" if run.config else "<p>A bare TREC run: nothing is known of it.</p>"
    )
    return f"<details><summary>{escape(run.name)}</summary><table><tbody>{told}</tbody></table>{toml}</details>"


def _section(title: str, said: str, inner: str) -> str:
    return f'<section><h2>{title}</h2><p class="said">{said}</p>{inner}</section>'


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


STYLE = """
:root{color-scheme:light dark;--ground:#f6f5f1;--sheet:#fff;--ink:#1d2430;--faint:#667080;--rule:#dcdfe4;--soft:#eef0f3;
--c0:#23508e;--c1:#c4622d;--c2:#3d8a6e;--c3:#8a5aa8;--c4:#b08a1e;--c5:#5f7388;--good:#1f7a53;--bad:#b23a34;--even:#8a93a0}
@media (prefers-color-scheme:dark){:root{--ground:#12161c;--sheet:#1a2029;--ink:#e6e9ee;--faint:#98a2b0;--rule:#313a47;
--soft:#222a35;--c0:#7fb0f2;--c1:#f09a67;--c2:#6fcba8;--c3:#c39be0;--c4:#e2c25c;--c5:#9fb2c6;--good:#5fce9b;--bad:#f0837c;
--even:#8d97a6}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1040px;margin:0 auto;padding:40px 20px 72px}
h1{font:600 34px/1.2 Georgia,"Times New Roman",serif;margin:0 0 6px}
h2{font:600 23px/1.3 Georgia,"Times New Roman",serif;margin:0 0 4px}
h3{font-size:14px;margin:22px 0 6px;color:var(--faint);font-weight:600}
.lead{font-size:18px;margin:0 0 22px}.said,.note{color:var(--faint);margin:0 0 16px;max-width:72ch}
.note{margin:14px 0 0}
.note b{color:var(--ink)}
.cards{display:flex;flex-wrap:wrap;gap:12px;margin-bottom:26px}
.card{background:var(--sheet);border:1px solid var(--rule);border-radius:10px;padding:12px 18px;min-width:120px}
.card b{display:block;font-size:26px;line-height:1.2;font-variant-numeric:tabular-nums}
.card span{color:var(--faint);font-size:13px}
section{background:var(--sheet);border:1px solid var(--rule);border-radius:12px;padding:24px 26px;margin:0 0 22px}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14.5px}
th,td{padding:8px 10px;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;font-weight:400}
thead th{font-size:13px;color:var(--faint);white-space:nowrap}tbody th{font-weight:600}
tbody tr:last-child>*{border-bottom:0}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.top{font-weight:700}
td small,th small{display:block;max-width:26ch;color:var(--faint);font-weight:400;font-size:12px}
td.good,b.good{color:var(--good)}td.bad,b.bad{color:var(--bad)}
svg{width:100%;height:auto;display:block;font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
svg text{fill:var(--ink)}svg .small{fill:var(--faint);font-size:11.5px}svg .strong{font-weight:700}
.grid{stroke:var(--rule)}.zero{stroke:var(--faint);stroke-dasharray:4 4}
.s{stroke-width:3;stroke-linecap:round}.s.good{stroke:var(--good)}.s.bad{stroke:var(--bad)}.s.even{stroke:var(--even)}
.s.c0{stroke:var(--c0)}.f.good,.dot.good{fill:var(--good)}.f.bad,.dot.bad{fill:var(--bad)}
.f.even,.dot.even{fill:var(--even)}.dot{opacity:.72}.dot:hover{opacity:1;stroke:var(--ink);stroke-width:1.5}
.f.c0{fill:var(--c0)}.f.c1{fill:var(--c1)}.f.c2{fill:var(--c2)}.f.c3{fill:var(--c3)}.f.c4{fill:var(--c4)}
.f.c5{fill:var(--c5)}.line{fill:none;stroke-width:2.5}.line.c0{stroke:var(--c0)}
.key span{margin-right:18px;white-space:nowrap}.key i{display:inline-block;width:12px;height:12px;border-radius:3px;
margin-right:6px;vertical-align:-1px}.key .c0{background:var(--c0)}.key .c1{background:var(--c1)}
.key .c2{background:var(--c2)}.key .c3{background:var(--c3)}.key .c4{background:var(--c4)}.key .c5{background:var(--c5)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:18px}figure{margin:0}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:8px 32px}
ul{margin:0;padding:0;list-style:none}li{padding:6px 0;border-bottom:1px solid var(--rule)}li:last-child{border:0}
li b{display:inline-block;min-width:52px;font-variant-numeric:tabular-nums}li small{color:var(--faint)}
details{border-top:1px solid var(--rule);padding:10px 0}summary{cursor:pointer;font-weight:600}
summary:focus-visible{outline:2px solid var(--c0);outline-offset:3px}
pre{background:var(--soft);padding:14px;border-radius:8px;overflow-x:auto;font-size:13px}
@media print{body{background:#fff}section{break-inside:avoid;border-color:#ccc}}
"""
