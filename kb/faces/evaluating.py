"""`kb eval`: its verbs, their options, and running them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kb.config import Settings

FILE = "file"  # the verb of the short form, `kb eval FILE`
VERBS = ("run", "compare", "report", "pool", "merge", "refusals", FILE)


def spelled_out(argv: Sequence[str]) -> list[str]:
    """The arguments with the verb that `kb eval FILE` leaves out."""
    if argv[:1] == ["eval"] and argv[1:] and argv[1] not in (*VERBS, "-h", "--help"):
        return ["eval", FILE, *argv[1:]]
    return list(argv)


def add_eval(commands: Any, positive: Callable[[str], int]) -> None:
    """The command and its verbs."""
    said = "run, compare and report evaluations; `kb eval FILE` ranks judged questions and prints the measures"
    it = commands.add_parser("eval", help=said, description=said)
    verbs = it.add_subparsers(metavar="VERB", required=True)
    _file(verbs, positive)
    _run(verbs)
    _compare(verbs)
    _report(verbs)
    _pool(verbs, positive)
    _merge(verbs)
    _refusals(verbs)


def _file(verbs: Any, positive: Callable[[str], int]) -> None:
    it = _verb(verbs, FILE, run_file, "rank judged questions with the whole chain (the word `file` may be left out)")
    it.add_argument("file", type=Path, help="JSONL: qid, query, category, answerable, qrels")
    it.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="where the run, its judgements and values go")
    it.add_argument("--fusion", choices=["standard", "rrf"], default="standard", help="how evidence becomes one score")
    it.add_argument("-k", type=positive, default=50, metavar="N", help="how many provisions (default 50)")
    _seed(it)
    _index(it)


def _run(verbs: Any) -> None:
    it = _verb(verbs, "run", run_run, "run TOML configurations; lists of values are swept")
    it.add_argument("files", nargs="+", type=Path, metavar="CONFIG")
    it.add_argument("-o", "--output", type=Path, default=Path("runs"), metavar="FOLDER", help="default: runs")
    _seed(it)
    _index(it)


def _compare(verbs: Any) -> None:
    it = _verb(verbs, "compare", run_compare, "compare runs with the first: differences, tests, intervals")
    _runs(it)
    _seed(it)


def _report(verbs: Any) -> None:
    it = _verb(verbs, "report", run_report, "one page about runs that opens offline")
    _runs(it)
    it.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.html")
    it.add_argument("--title", default="Retrieval runs", help="heading of the page")
    it.add_argument(
        "--refusals", nargs=2, type=Path, metavar=("ANSWERS", "QUESTIONS"), help="adds a risk-coverage curve"
    )
    _seed(it)


def _pool(verbs: Any, positive: Callable[[str], int]) -> None:
    it = _verb(verbs, "pool", run_pool, "write the unjudged first results of runs with their text, for judging")
    _runs(it)
    it.add_argument("--depth", type=positive, default=20, metavar="N", help="how many of each run (default 20)")
    it.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.jsonl")
    _index(it)


def _merge(verbs: Any) -> None:
    it = _verb(verbs, "merge", run_merge, "add the grades of judged pools to questions or judgements")
    it.add_argument("pools", nargs="+", type=Path, metavar="POOL")
    it.add_argument("--into", type=Path, required=True, metavar="FILE", help="questions (JSONL) or judgements (TREC)")
    it.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="may be the same file")


def _refusals(verbs: Any) -> None:
    it = _verb(verbs, "refusals", run_refusals, "coverage, risk and AURC of what `kb batch ask` wrote")
    it.add_argument("answers", type=Path, help="output of `kb batch ask`")
    it.add_argument("questions", type=Path, help="JSONL: qid, query, answerable, qrels")


def _verb(
    verbs: Any, name: str, run: Callable[[argparse.Namespace, Settings], int], description: str
) -> argparse.ArgumentParser:
    it: argparse.ArgumentParser = verbs.add_parser(name, help=description, description=description)
    it.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    it.set_defaults(command=run)
    return it


def _runs(it: argparse.ArgumentParser) -> None:
    it.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="folder of `kb eval run`, or a TREC run")
    it.add_argument("--qrels", type=Path, metavar="FILE", help="judgements for all runs (needed for bare TREC runs)")
    it.add_argument("--queries", type=Path, metavar="FILE", help="questions, for their words and categories")
    it.add_argument("--measure", action="append", default=[], metavar="NAME", help="ours or ir-measures'; repeatable")


def _seed(it: argparse.ArgumentParser) -> None:
    it.add_argument("--seed", type=int, default=0, help="seed of the bootstrap and of the randomisation test")


def _index(it: argparse.ArgumentParser) -> None:
    it.add_argument("--index", type=Path, metavar="DIR", help="folder of the index (default: the user's own)")


# ── running them ─────────────────────────────────────────────────────────────────────────────────────────────────


def run_file(args: argparse.Namespace, settings: Settings) -> int:
    """`kb eval FILE`."""
    from kb.faces.progress import Progress
    from kb.service.evaluate import evaluate

    with Progress() as progress:
        report, table = evaluate(args.file, settings, args.k, args.output, args.seed, args.fusion, progress)
    return _out(args, report, table)


def run_run(args: argparse.Namespace, settings: Settings) -> int:
    """`kb eval run`."""
    from kb.faces.progress import Progress
    from kb.service.evaluate_run import run_configurations, told_runs

    with Progress() as progress:
        runs = run_configurations(args.files, settings, args.output, progress)
    return _out(args, *told_runs(runs, args.seed))


def run_compare(args: argparse.Namespace, _: Settings) -> int:
    """`kb eval compare`."""
    from kb.service.evaluate_compare import compare_runs

    return _out(args, *compare_runs(_given_runs(args), args.seed))


def run_report(args: argparse.Namespace, _: Settings) -> int:
    """`kb eval report`."""
    from kb.service.evaluate_report import write_report

    report = write_report(_given_runs(args), args.output, args.title, args.seed, args.refusals)
    return _out(args, report, f"{report['runs']} runs, {report['bytes'] // 1024} KiB → {report['output']}")


def run_pool(args: argparse.Namespace, settings: Settings) -> int:
    """`kb eval pool`."""
    from kb.service.evaluate_pool import write_pool

    report = write_pool(_given_runs(args), args.depth, args.output, settings)
    return _out(args, report, f"{report['pooled']} results of {report['queries']} questions → {report['output']}")


def run_merge(args: argparse.Namespace, _: Settings) -> int:
    """`kb eval merge`."""
    from kb.service.evaluate_pool import merge_pools

    report = merge_pools(args.pools, args.into, args.output)
    return _out(args, report, f"{report['judged']} judged, {report['unjudged']} not yet → {report['output']}")


def run_refusals(args: argparse.Namespace, _: Settings) -> int:
    """`kb eval refusals`."""
    from kb.evaluation import load_queries, load_replies, refusals
    from kb.evaluation.tables import refusal_table

    found = refusals(load_queries(args.questions, judged=False), load_replies(args.answers))
    return _out(args, asdict(found), refusal_table(found))


def _given_runs(args: argparse.Namespace) -> Any:
    from kb.service.evaluate_compare import read_runs

    return read_runs(args.runs, args.qrels, args.queries, args.measure)


def _out(args: argparse.Namespace, data: Any, for_people: str) -> int:
    print(json.dumps(data, ensure_ascii=False) if args.json else for_people)
    return 0
