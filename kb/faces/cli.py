"""The command `kb`. Rooms are imported when their command runs, so that `--help` and `cite` start light."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kb import __version__
from kb.citations import EXPORTS, STYLES
from kb.config import Settings
from kb.errors import KbError, UsageError
from kb.faces.evaluating import add_eval, spelled_out

Command = Callable[[argparse.Namespace, Settings], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; exit codes: 0 done, 2 wrong usage, 3 bad input, 4 no index or a damaged one."""
    args = parser().parse_args(spelled_out(sys.argv[1:] if argv is None else argv))
    settings = Settings.from_environment()
    if getattr(args, "index", None):
        settings = replace(settings, index=args.index)
    command: Command = args.command
    try:
        return command(args, settings)
    except KbError as error:
        print(f"kb: {error.sentence}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("kb: stopped; the index is as it was before.", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(
        prog="kb", description="Cited answers on international cooperation in criminal matters, offline."
    )
    top.add_argument("--version", action="version", version=f"kb {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    _build(commands)
    _fetch(commands)
    _library(commands)
    _search(commands)
    _ask(commands)
    _batch(commands)
    _cite(commands)
    _show(commands)
    _parse(commands)
    _concepts(commands)
    _corpus(commands)
    add_eval(commands, _positive)
    _web(commands)
    return top


# ── the commands and their options ───────────────────────────────────────────────────────────────────────────────


def _build(commands: Any) -> None:
    it = _add(commands, "build", run_build, "read documents, index them and the corpus that ships")
    it.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders; `corpus` is the corpus that ships"
    )
    it.add_argument("--no-digests", action="store_true", help="leave our digests and questions out")
    _recognition(it)
    _index(it)


def _fetch(commands: Any) -> None:
    it = _add(commands, "fetch", run_fetch, "bring official texts from the catalogue's addresses into your library")
    it.add_argument("names", nargs="*", metavar="INSTRUMENT", help="slug or name, such as untoc, ece, Budapest")
    it.add_argument("--all", action="store_true", help="every instrument that has an address")
    it.add_argument("--again", action="store_true", help="also those that the library holds already")
    _index(it)


def _library(commands: Any) -> None:
    it = _add(commands, "add", run_add, "store documents in your library and index them")
    it.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files, or folders of them")
    _recognition(it)
    _facts(it)
    it = _add(commands, "list", run_list, "what your library holds, how old it is and how well it was read")
    _matter(it)
    it = _add(commands, "set", run_set, "correct what the library says of a document")
    it.add_argument("id", metavar="ID", help="as `kb list` shows it")
    _facts(it)
    it = _add(commands, "remove", run_remove, "take documents out of your library and the index")
    it.add_argument("ids", nargs="+", metavar="ID", help="as `kb list` shows them")
    _matter(it)
    _index(it)
    it = _add(commands, "matter", run_matter, "matters: documents that are searched in their matter alone")
    it.add_argument("what", choices=["new", "list", "purge"])
    it.add_argument("name", nargs="?", default="", metavar="NAME", help="small letters, digits and hyphens")


def _facts(it: argparse.ArgumentParser) -> None:
    it.add_argument("--title", default="")
    it.add_argument("--instrument", action="append", default=[], metavar="NAME", help="by any name; `none` for none")
    it.add_argument("--date", default="", metavar="DATE", help="ISO date of the document")
    it.add_argument("--language", default="", metavar="CODE", help="such as en")
    it.add_argument("--version", default="", metavar="TEXT", help="such as 'as amended by ETS 98'")
    it.add_argument("--state", default="", metavar="DATE", help="ISO date or month of the consolidation")
    it.add_argument("--source", default="", metavar="TEXT", help="such as 'official journal' or 'translation'")
    _matter(it)
    _index(it)


def _matter(it: argparse.ArgumentParser) -> None:
    it.add_argument("--matter", default="", metavar="NAME", help="the documents of this matter")


def _search(commands: Any) -> None:
    it = _add(commands, "search", run_search, "rank provisions for a question")
    it.add_argument("query")
    it.add_argument("--explain", action="store_true", help="say how the question was read and why each hit ranks")
    _count(it, 10)
    _filters(it)
    _matter(it)
    _index(it)


def _ask(commands: Any) -> None:
    it = _add(commands, "ask", run_ask, "answer a question with quotes and pinpoints")
    it.add_argument("question")
    it.add_argument("--more", action="store_true", help="quote everything that bears on the question, fold nothing")
    it.add_argument("--memo", type=Path, metavar="FILE", help="also write a memorandum, as .docx or .md")
    it.add_argument("--force", action="store_true", help="replace a memorandum that is there already")
    _style(it)
    _filters(it)
    _matter(it)
    _index(it)


def _batch(commands: Any) -> None:
    it = _add(commands, "batch", run_batch, "search, ask or cite for each line of a JSONL file")
    it.add_argument("what", choices=["search", "ask", "cite"])
    it.add_argument("file", type=Path, help="JSONL: qid and query (for cite: cid and text)")
    it.add_argument("-o", "--output", type=Path, required=True, metavar="OUT")
    _count(it, 50)
    _matter(it)
    _index(it)


def _cite(commands: Any) -> None:
    it = _add(commands, "cite", run_cite, "find and resolve the citations in a text; needs no index")
    it.add_argument("text")
    _style(it)
    it.add_argument("--format", choices=EXPORTS, help="what they lead to as records of a reference manager")


def _style(it: argparse.ArgumentParser) -> None:
    it.add_argument("--style", choices=STYLES, help="write citations as these guides do")


def _show(commands: Any) -> None:
    it = _add(commands, "show", run_show, "one provision with its layers, version and neighbours")
    it.add_argument("id", help="a provision id such as ece:6(1), or a citation such as 'ECE art 6(1)'")
    _style(it)
    _matter(it)
    _index(it)


def _parse(commands: Any) -> None:
    it = _add(commands, "parse", run_parse, "show the provisions of one file")
    it.add_argument("file", type=Path)
    _recognition(it)


def _concepts(commands: Any) -> None:
    it = _add(commands, "concepts", run_concepts, "the tree of concepts, or one with its provisions; needs no index")
    it.add_argument("said", nargs="*", metavar="ID|WORDS", help="a concept's id, or words in any language; none: all")


def _corpus(commands: Any) -> None:
    it = _add(commands, "corpus", run_corpus, "check or export the digests that ship")
    it.add_argument("what", choices=["check", "export"])


def _web(commands: Any) -> None:
    it = _add(commands, "web", run_web, "open the pages in a browser, on this machine only")
    it.add_argument("--port", type=int, default=8501)
    _index(it)


def _add(commands: Any, name: str, run: Command, description: str) -> argparse.ArgumentParser:
    it: argparse.ArgumentParser = commands.add_parser(name, help=description, description=description)
    it.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    it.set_defaults(command=run)
    return it


def _index(it: argparse.ArgumentParser) -> None:
    it.add_argument("--index", type=Path, metavar="DIR", help="folder of the index (default: the user's own)")


def _recognition(it: argparse.ArgumentParser) -> None:
    it.add_argument(
        "--ocr", action="store_true", help="recognise scanned PDF pages with ocrmypdf or tesseract, where installed"
    )


def _count(it: argparse.ArgumentParser, default: int) -> None:
    it.add_argument("-k", type=_positive, default=default, metavar="N", help=f"how many provisions (default {default})")


def _date(value: str) -> str:
    if value and not re.fullmatch(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", value):
        raise argparse.ArgumentTypeError("must be like 1957-12-13, 1957-12 or 1957")
    return value


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _filters(it: argparse.ArgumentParser) -> None:
    it.add_argument("--instrument", action="append", default=[], metavar="NAME", help="only this one; may be repeated")
    it.add_argument("--family", action="append", default=[], metavar="NAME", help="such as 'Council of Europe'")
    it.add_argument("--tier", action="append", default=[], type=int, choices=[1, 2, 3, 4], help="1 treaty … 4 guide")
    it.add_argument("--adopted-from", default="", type=_date, metavar="DATE", help="ISO date, month or year")
    it.add_argument("--adopted-to", default="", type=_date, metavar="DATE", help="ISO date, month or year")
    it.add_argument("--concept", action="append", default=[], metavar="ID", help="with those below it; see kb concepts")


# ── running them ─────────────────────────────────────────────────────────────────────────────────────────────────


def run_build(args: argparse.Namespace, settings: Settings) -> int:
    """`kb build`."""
    from kb.faces import printing, wire
    from kb.faces.progress import Progress
    from kb.service.build import build

    with Progress() as progress:
        report = build(args.paths, settings, with_digests=not args.no_digests, progress=progress, ocr=args.ocr)
    _out(args, wire.build(report), lambda: printing.build(report, settings))
    return 0


def run_fetch(args: argparse.Namespace, settings: Settings) -> int:
    """`kb fetch`; exits with 3 where an instrument that was named did not come, or nothing came at all."""
    from kb.faces import printing, wire
    from kb.faces.progress import Progress
    from kb.service.fetch import fetch

    with Progress() as progress:
        report = fetch(args.names, settings, progress, everything=args.all, again=args.again)
    if args.json or report.fetched:
        _out(args, wire.fetched(report), lambda: printing.fetched(report))
    for failure in report.failed:
        print(f"kb: {failure.sentence}", file=sys.stderr)
    return 3 if report.failed and not (args.all and report.fetched) else 0


def run_add(args: argparse.Namespace, settings: Settings) -> int:
    """`kb add`; exits with 3 where a file was not added, with 4 where the index could not take the others in."""
    from kb.faces.progress import Progress
    from kb.service.documents import add

    with Progress() as progress:
        change = add(args.files, _given_facts(args), settings, progress, datetime.now(UTC), args.matter, ocr=args.ocr)
    return _changed(args, change)


def run_list(args: argparse.Namespace, settings: Settings) -> int:
    """`kb list`."""
    from kb.faces import printing, wire
    from kb.service.documents import listing

    found = listing(settings, datetime.now(UTC), args.matter)
    _out(args, wire.listing(found), lambda: printing.listing(found, args.matter))
    return 0


def run_set(args: argparse.Namespace, settings: Settings) -> int:
    """`kb set`."""
    from kb.faces.progress import Progress
    from kb.service.documents import correct

    with Progress() as progress:
        change = correct(args.id, _given_facts(args), settings, progress, datetime.now(UTC), args.matter)
    return _changed(args, change)


def run_remove(args: argparse.Namespace, settings: Settings) -> int:
    """`kb remove`."""
    from kb.faces.progress import Progress
    from kb.service.documents import remove

    with Progress() as progress:
        change = remove(args.ids, settings, progress, args.matter)
    return _changed(args, change)


def run_matter(args: argparse.Namespace, settings: Settings) -> int:
    """`kb matter`."""
    from kb.library.shelf import matters, new_matter, purge

    if args.what == "list":
        names = list(matters(settings.library))
        _out(args, {"matters": names}, lambda: "\n".join(names) or "No matter is open.")
        return 0
    if not args.name:
        raise UsageError(f"kb matter {args.what}", "needs the name of a matter", "give one")
    if args.what == "new":
        new_matter(settings.library, args.name)
        _out(args, {"matter": args.name}, lambda: f"{args.name}: open; `kb add FILE --matter {args.name}` fills it")
        return 0
    files = purge(settings.library, args.name)
    _out(args, {"matter": args.name, "files": files}, lambda: f"{args.name}: gone, with all {files} files")
    return 0


def _given_facts(args: argparse.Namespace) -> Any:
    from kb.library.records import Facts

    return Facts(
        title=args.title,
        instruments=tuple(args.instrument),
        date=args.date,
        language=args.language,
        version=args.version,
        state=args.state,
        source=args.source,
    )


def _changed(args: argparse.Namespace, change: Any) -> int:
    from kb.faces import printing, wire

    _out(args, wire.change(change), lambda: printing.change(change))
    for failure in change.failed:
        print(f"kb: {failure.path}: {failure.reason.rstrip('.')}.", file=sys.stderr)
    if change.index_problem:
        print(f"kb: the library is changed, but the index is not: {change.index_problem}", file=sys.stderr)
    return 3 if change.failed else 4 if change.index_problem else 0


def _library_of(args: argparse.Namespace, settings: Settings) -> Any:
    """The open library: the common one, or that of a matter with its index brought up to date."""
    from kb.service.library import Library

    if not args.matter:
        return Library(settings)
    from kb.faces.progress import Progress
    from kb.service.matter import of_matter

    with Progress() as progress:
        return Library(of_matter(settings, args.matter, progress))


def run_search(args: argparse.Namespace, settings: Settings) -> int:
    """`kb search`."""
    from kb.faces import printing, wire
    from kb.service.search import search

    library = _library_of(args, settings)
    found = search(library, args.query, args.k, _given_filters(args, library), explain=args.explain)
    _out(args, wire.search(found), lambda: printing.search(found))
    return 0


def run_ask(args: argparse.Namespace, settings: Settings) -> int:
    """`kb ask`."""
    from kb.faces import wire
    from kb.service.ask import ask

    library = _library_of(args, settings)
    if args.memo:
        return _memo(args, library)
    given = ask(library, args.question, _given_filters(args, library), more=args.more)
    _out(args, wire.answer(given), lambda: given.answer)
    return 0


def _memo(args: argparse.Namespace, library: Any) -> int:
    """`kb ask --memo`: the answer, and where its memorandum was written."""
    from kb.faces import wire
    from kb.service.memo import ask_for_memo

    given = ask_for_memo(
        library,
        args.question,
        _given_filters(args, library),
        args.memo,
        args.style or "oscola",
        datetime.now().astimezone().date(),
        replace=args.force,
        more=args.more,
    )
    said = wire.answer(given) | {"memo": str(args.memo)}
    _out(args, said, lambda: f"{given.answer}\n\nMemorandum: {args.memo}")
    return 0


def run_batch(args: argparse.Namespace, settings: Settings) -> int:
    """`kb batch`."""
    from kb.faces import printing
    from kb.faces.batch import run
    from kb.faces.progress import Progress

    with Progress() as progress:
        report = run(args.what, args.file, args.output, args.k, settings, progress, args.matter)
    _out(args, report, lambda: printing.batch(report))
    return 0


def run_cite(args: argparse.Namespace, settings: Settings) -> int:
    """`kb cite`."""
    from kb.faces import printing, wire
    from kb.service.cite import cite_text

    found = cite_text(args.text, settings, args.style, args.format)
    _out(args, wire.cited(found, args.format), lambda: printing.cited(found))
    return 0


def run_show(args: argparse.Namespace, settings: Settings) -> int:
    """`kb show`."""
    from kb.faces import printing, wire
    from kb.service.show import show

    provision = show(_library_of(args, settings), args.id, args.style)
    _out(args, wire.shown(provision), lambda: printing.shown(provision))
    return 0


def run_parse(args: argparse.Namespace, settings: Settings) -> int:
    """`kb parse`."""
    from kb.faces import printing
    from kb.service.parse import parse_file

    tree = parse_file(args.file, settings, ocr=args.ocr)
    _out(args, tree, lambda: printing.tree(tree))
    return 0


def run_concepts(args: argparse.Namespace, settings: Settings) -> int:
    """`kb concepts`; words that mean no concept are a result."""
    from kb.faces import printing, wire
    from kb.service.concepts import concept_tree, concepts_for

    said = " ".join(args.said)
    if not said:
        branches = concept_tree(settings)
        _out(args, wire.concept_tree(branches), lambda: printing.concept_tree(branches))
        return 0
    found = concepts_for(said, settings)
    if isinstance(found, tuple):
        _out(args, wire.concept_matches(said, found), lambda: printing.concept_matches(found))
    else:
        _out(args, wire.concept(found), lambda: printing.concept(found))
    return 0


def run_corpus(args: argparse.Namespace, settings: Settings) -> int:
    """`kb corpus`; check exits with 3 where it finds something."""
    from kb.service.corpus import check, export

    if args.what == "export":
        for row in export(settings):
            print(json.dumps(row, ensure_ascii=False))
        return 0
    problems = check(settings)
    _out(args, {"problems": problems}, lambda: _problems(problems))
    return 3 if problems else 0


def _problems(problems: Sequence[dict[str, Any]]) -> str:
    lines = [f"{p['file']}:{p['line']}: {p['id']}: {p['problem']}; {p['remedy']}." for p in problems]
    return "\n".join([*lines, f"{len(problems)} found." if problems else "Nothing found: the corpus is in order."])


def run_web(args: argparse.Namespace, settings: Settings) -> int:
    """`kb web`: the pages, on the loopback address."""
    if args.json:
        raise UsageError("kb web", "opens a page and has no JSON", "use `kb ask --json`")
    from kb.faces.web.launch import launch

    return launch(args.port, settings)


def _given_filters(args: argparse.Namespace, library: Any) -> Any:
    from kb.service.search import filters

    return filters(
        library,
        instruments=args.instrument,
        families=args.family,
        tiers=args.tier,
        adopted_from=args.adopted_from,
        adopted_to=args.adopted_to,
        concepts=args.concept,
    )


def _out(args: argparse.Namespace, data: Any, for_people: Callable[[], str]) -> None:
    print(json.dumps(data, ensure_ascii=False) if args.json else for_people())
