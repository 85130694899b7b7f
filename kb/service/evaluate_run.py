"""Runs from configurations: what is searched, how it is ranked, what is kept of it.

Repeating a run takes its own run.toml: the recipe stands there in full, and the index must hold what it held.
"""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb import __version__
from kb.config import PACKAGE, Settings
from kb.errors import InputError
from kb.evaluation import (
    JudgedQuery,
    Measured,
    RunConfig,
    Withheld,
    as_json,
    cross_validated,
    format_table,
    load_configurations,
    load_questions,
    measured,
    summarise,
    write_folder,
)
from kb.evaluation.files import write_lines
from kb.evaluation.runs import QUERIES, question_line
from kb.evaluation.table import Table
from kb.evaluation.tables import choice_table, summary_json, summary_table
from kb.indexes.store import Manifest
from kb.model import Hit
from kb.retrieval import PLAIN, WHOLE, Filters, Question, Recipe
from kb.retrieval.recipe import EVIDENCE, RULES
from kb.service.evaluate_inputs import index_for
from kb.service.evaluate_withheld import folds_of, judged_in, without_digests
from kb.service.library import Library
from kb.service.search import read

Progress = Callable[[str, int, int], None]

_NOTHING: dict[str, Any] = {f.name: 0.0 for f in fields(Recipe) if isinstance(getattr(WHOLE, f.name), float)}
EMPTY = Recipe(**_NOTHING, weights={})
BASES: Mapping[str, Recipe] = {"whole": WHOLE, "plain": PLAIN, "empty": EMPTY}
BUILT_ON = ("numpy", "faiss-cpu", "bm25s", "PyStemmer", "tokenizers")
QUESTIONS = "questions.jsonl"  # as they were asked, where the judged ones are cut into folds


def run_configurations(
    files: Sequence[Path], settings: Settings, output: Path, progress: Progress
) -> tuple[Measured, ...]:
    """Run every configuration that the files stand for; each gets a folder below `output`.

    All are checked before the first one runs. Raises InputError with file, key and remedy.
    """
    configs = [config for file in files for config in load_configurations(file)]
    recipes = [recipe_of(config) for config in configs]
    twice = [c for i, c in enumerate(configs) if c.name in {other.name for other in configs[:i]}]
    if twice:
        raise InputError(f"{twice[0].file}: name", f"{twice[0].name} is taken by another run", "name them apart")
    questions = [load_questions(config.queries, config.qrels, judged=config.judged) for config in configs]
    bench = Bench(settings, output, progress)
    return tuple(bench.run(c, r, q) for c, r, q in zip(configs, recipes, questions, strict=True))


def recipe_of(config: RunConfig) -> Recipe:
    """The recipe that a configuration describes. Raises InputError for a key or value that no recipe has."""
    table = Table(config.file, config.recipe, "recipe")
    name = table.text("base", "whole")
    if name not in BASES:
        raise table.fault("base", f"is {name!r}", f"write one of {', '.join(BASES)}")
    base = BASES[name]
    given: dict[str, Any] = {"weights": _weights(Table(config.file, table.table("weights"), "recipe.weights"), base)}
    for each in fields(Recipe):
        if each.name == "rule":
            given["rule"] = table.text("rule", base.rule)
            if given["rule"] not in RULES:
                raise table.fault("rule", f"is {given['rule']!r}", f"write one of {', '.join(RULES)}")
        elif each.name != "weights":
            given[each.name] = _real(table, each.name, getattr(base, each.name))
    table.close()
    if not given["weights"]:
        raise table.fault("weights", "name no evidence", f"give one of {', '.join(EVIDENCE)} a weight")
    return Recipe(**given)


def _weights(table: Table, base: Recipe) -> dict[str, float]:
    weights = {name: _real(table, name, base.weights.get(name, 0.0)) for name in EVIDENCE}
    table.close()
    ordered = dict.fromkeys((*base.weights, *weights))
    return {name: weights[name] for name in ordered if weights[name]}


def _real(table: Table, key: str, default: Any) -> Any:
    value = table.value(key, default)
    if isinstance(default, bool) or not isinstance(default, float):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        raise table.fault(key, f"is {value!r}", "write a number")
    return float(value)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rankings of questions and the instruments that each names."""

    run: Mapping[str, tuple[Hit, ...]]
    named: Mapping[str, tuple[str, ...]]


class Bench:
    """Runs in a row: an index is opened once, a question is encoded once for each encoder."""

    def __init__(self, settings: Settings, output: Path, progress: Progress) -> None:
        self._settings, self._output, self._progress = settings, output, progress
        self._places: dict[object, Path] = {}
        self._libraries: dict[tuple[Path, str], Library] = {}
        self._asked: dict[tuple[str, str], tuple[Question, NDArray[np.float32]]] = {}
        self._folds: dict[tuple[Path, str, int], list[tuple[tuple[str, ...], Library]]] = {}

    def run(self, config: RunConfig, recipe: Recipe, questions: Sequence[JudgedQuery]) -> Measured:
        """One run, measured and written to its folder."""
        found = self.measure(config, recipe, questions)
        folder = self._output / config.name
        write_folder(folder, found)
        if config.withheld:
            write_lines(folder / QUESTIONS, [question_line(query) for query in questions])
        return replace(found, folder=folder)

    def measure(self, config: RunConfig, recipe: Recipe, questions: Sequence[JudgedQuery]) -> Measured:
        """One run, measured. InputError: no question is answerable, or the index is not the one it was."""
        if not any(query.answerable for query in questions):
            raise InputError(str(config.queries), "holds no answerable question", "give `answerable` and `qrels`")
        settings = replace(self._settings, encoder=config.encoder or self._settings.encoder)
        settings = replace(settings, index=self._place(config, settings))
        library = self._library(settings)
        content = content_of(library.index.manifest)
        if config.content and config.content != content:
            remedy = "build that index as it was, or take the key `content` out to run on what is there"
            raise InputError(f"{config.file}: content", f"{settings.index} holds other content than then", remedy)
        if config.withheld:
            queries, ranked = self._withheld(config, config.withheld, recipe, questions, library)
        else:
            queries, ranked = tuple(questions), self.rank(library, questions, config.k, recipe, config.name)
        return measured(
            config.name,
            queries,
            ranked.run,
            config.measures,
            ranked.named,
            record=_record(library, settings, content),
            config=_resolved(config, recipe, settings, content, self._output),
        )

    def rank(
        self,
        library: Library,
        questions: Iterable[JudgedQuery],
        k: int,
        recipe: Recipe,
        name: str,
        filters: Filters = Filters(),  # noqa: B008 - frozen
    ) -> Ranked:
        """Rank the answerable questions."""
        answerable = [query for query in questions if query.answerable]
        run, named = {}, {}
        for done, query in enumerate(answerable, 1):
            question, vector = self._understood(library, query.query)
            run[query.qid] = library.retriever.search(question, vector, k, filters, recipe)
            named[query.qid] = question.instruments
            self._progress(name, done, len(answerable))
        return Ranked(run, named)

    def _understood(self, library: Library, text: str) -> tuple[Question, NDArray[np.float32]]:
        key = (library.encoder.fingerprint, text)
        if key not in self._asked:
            question = read(library, text)
            self._asked[key] = question, library.encoder.encode_query(question.subject)
        return self._asked[key]

    def _place(self, config: RunConfig, settings: Settings) -> Path:
        key = (config.index, config.build, config.documents, settings.encoder)
        if key not in self._places:
            self._places[key] = index_for(config, settings, self._output, self._progress)
        return self._places[key]

    def _library(self, settings: Settings) -> Library:
        return self._libraries.setdefault((settings.index, settings.encoder), Library(settings))

    def _withheld(
        self,
        config: RunConfig,
        withheld: Withheld,
        recipe: Recipe,
        questions: Sequence[JudgedQuery],
        library: Library,
    ) -> tuple[tuple[JudgedQuery, ...], Ranked]:
        """Each fold's questions, ranked without the digests of its instruments."""
        queries: list[JudgedQuery] = []
        run: dict[str, tuple[Hit, ...]] = {}
        named: dict[str, tuple[str, ...]] = {}
        for number, (slugs, part) in enumerate(self._parts(library, withheld.folds)):
            judged = judged_in(questions, slugs, number)
            only = Filters(instruments=slugs) if withheld.ranking == "restricted" else Filters()
            ranked = self.rank(part, judged, config.k, recipe, f"{config.name}, fold {number + 1}", only)
            queries += judged
            run |= ranked.run
            named |= ranked.named
        return tuple(queries), Ranked(run, named)

    def _parts(self, library: Library, folds: int) -> list[tuple[tuple[str, ...], Library]]:
        key = (library.settings.index, library.settings.encoder, folds)
        if key not in self._folds:
            parts = folds_of(library, folds)
            self._folds[key] = []
            for done, slugs in enumerate(parts):
                self._progress("withholding digests", done, len(parts))
                self._folds[key].append((slugs, without_digests(library, frozenset(slugs))))
        return self._folds[key]


def told_runs(runs: Sequence[Measured], seed: int) -> tuple[dict[str, Any], str]:
    """Runs side by side, as JSON and for people; with a choice by cross-validation where the questions are the same.

    A single run is told with its categories.
    """
    rows = [summarise(run.values, run.groups, seed=seed, tag=run.name) for run in runs]
    data = as_json([row for of_run in rows for row in of_run])
    for told, more in zip(data["runs"], summary_json(runs, seed), strict=True):
        told |= more
    if len(runs) == 1:
        return data, format_table(rows[0])
    table = summary_table(runs, seed)
    if any(run.qrels != runs[0].qrels for run in runs):
        return data, table
    measures = next(iter(runs[0].values.values()))
    choice = cross_validated({r.name: r.values for r in runs}, runs[0].groups, next(iter(measures)), seed=seed)
    return {**data, "choice": asdict(choice)}, f"{table}\n\n{choice_table(choice)}"


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────────────


def content_of(manifest: Manifest) -> str:
    """SHA-256 over what an index holds; two builds of the same sources agree."""
    marks = "".join(f"{n} {m.sha256}\n" for n, m in sorted(manifest.files.items()) if not n.startswith("blob."))
    return hashlib.sha256(marks.encode()).hexdigest()


def code_version() -> str:
    """The version of the package with a hash of its sources."""
    whole = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        whole.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{__version__}+{whole.hexdigest()[:12]}"


def _record(library: Library, settings: Settings, content: str) -> dict[str, Any]:
    manifest = library.index.manifest
    return {
        "code": code_version(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in BUILT_ON},
        "index": {"folder": str(settings.index.resolve()), "content": content, **asdict(manifest)},
    }


def _resolved(config: RunConfig, recipe: Recipe, settings: Settings, content: str, output: Path) -> dict[str, Any]:
    """The configuration with nothing left to defaults, meant from the run's own folder."""
    return {
        "name": config.name,
        "queries": QUESTIONS if config.withheld else QUERIES,
        "qrels": "qrels.trec" if config.qrels else None,
        "index": _from(output / config.name, settings.index, output),
        "content": content,
        "encoder": settings.encoder,
        "judged": config.judged,
        "k": config.k,
        "seed": config.seed,
        "measures": list(config.measures) or None,
        "recipe": {"base": "empty", **asdict(recipe)},
        "withheld": asdict(config.withheld) if config.withheld else None,
    }


def _from(folder: Path, index: Path, output: Path) -> str:
    """The way to an index: relative where it lies among the runs, so that they can move together."""
    if index.resolve().is_relative_to(output.resolve()):
        return Path(os.path.relpath(index.resolve(), folder.resolve())).as_posix()
    return str(index.resolve())
