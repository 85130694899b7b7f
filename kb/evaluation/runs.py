"""Runs on disk: a folder that holds all that was measured and all that it takes to do it again, or bare TREC files.

run.toml          the configuration with every value written out; `kb eval run run.toml` repeats it
run.json          what it ran on: index, encoder, version of the code and of its libraries
queries.jsonl     the questions
run.trec          the ranking
qrels.trec        the judgements
per-query.tsv     the value of each question in each measure
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from kb.errors import InputError
from kb.evaluation.collection import texts_of_questions
from kb.evaluation.files import write_lines
from kb.evaluation.measures import measure, usual_measures, wrong_instruments
from kb.evaluation.queries import JudgedQuery
from kb.evaluation.table import read_toml, to_toml
from kb.evaluation.trec import read_qrels, read_run, write_qrels, write_run
from kb.evaluation.units import Qrels, Run, judgements

CONFIG, RECORD, QUERIES, RUN, QRELS, TABLE = (
    "run.toml",
    "run.json",
    "queries.jsonl",
    "run.trec",
    "qrels.trec",
    "per-query.tsv",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A ranking with its judgements and values.

    `record` is what run.json says, `config` what run.toml says; both empty for bare TREC files.
    """

    name: str
    queries: Mapping[str, JudgedQuery]
    qrels: Qrels
    run: Run
    values: Mapping[str, Mapping[str, float]]
    named: Mapping[str, Sequence[str]] = field(default_factory=dict)  # qid → instruments that it names
    record: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    folder: Path | None = None

    @property
    def groups(self) -> dict[str, str]:
        """qid → category."""
        return {qid: query.category for qid, query in self.queries.items()}

    @property
    def wrong(self) -> dict[str, float]:
        """Of each question that names instruments, the share of its first ten that are of others."""
        return wrong_instruments(self.run, {qid: self.named.get(qid, ()) for qid in self.values})


def measured(
    name: str,
    queries: Iterable[JudgedQuery],
    run: Run,
    measures: Sequence[str] = (),
    named: Mapping[str, Sequence[str]] | None = None,
    record: Mapping[str, Any] | None = None,
    config: Mapping[str, Any] | None = None,
) -> Measured:
    """Measure a ranking of these questions; the usual measures where none are named."""
    asked = {query.qid: query for query in queries}
    qrels = judgements(asked.values())
    values = measure(qrels, run, measures or usual_measures(qrels))
    return Measured(name, asked, qrels, run, values, named or {}, record or {}, config or {})


def write_folder(folder: Path, found: Measured) -> None:
    """Write a run and all that belongs to it."""
    write_run(folder / RUN, found.run, found.name)
    write_qrels(folder / QRELS, found.queries.values())
    write_lines(folder / QUERIES, [question_line(query) for query in found.queries.values()])
    write_lines(folder / TABLE, _table(found))
    write_lines(folder / CONFIG, [to_toml(found.config).rstrip("\n")])
    record = {**found.record, "named": {qid: list(slugs) for qid, slugs in found.named.items() if slugs}}
    write_lines(folder / RECORD, [json.dumps(record, ensure_ascii=False, indent=1)])


def question_line(query: JudgedQuery) -> str:
    """A question as a line of JSONL."""
    return json.dumps({k: v for k, v in asdict(query).items() if v not in ("", ())}, ensure_ascii=False)


def _table(found: Measured) -> list[str]:
    measures = list(next(iter(found.values.values()), {}))
    wrong = found.wrong
    rows = [["qid", "category", *measures, "wrong-instrument@10"]]
    for qid, values in found.values.items():
        share = f"{wrong[qid]:.6f}" if qid in wrong else ""
        rows.append([qid, found.groups[qid], *(f"{values[name]:.6f}" for name in measures), share])
    return ["\t".join(row) for row in rows]


def read_measured(
    place: Path, qrels: Path | None = None, queries: Path | None = None, measures: Sequence[str] = ()
) -> Measured:
    """A run folder, or a TREC run file with judgements and, where given, questions. InputError: what is missing."""
    folder = place if place.is_dir() else None
    run_file = place / RUN if folder else place
    judged = qrels or (place / QRELS if folder else None)
    if judged is None:
        raise InputError(str(place), "is a run without judgements", "name them with --qrels")
    if folder and not run_file.is_file():
        raise InputError(str(place), f"holds no {RUN}", "name a folder that `kb eval run` wrote, or a TREC run")
    grades = read_qrels(judged)
    asked = queries or (place / QUERIES if folder and (place / QUERIES).is_file() else None)
    known = {query.qid: query for query in texts_of_questions(asked)} if asked else {}
    whole = {
        qid: replace(known.get(qid) or JudgedQuery(qid, qid), qrels=grades.get(qid, {})) for qid in {**known, **grades}
    }
    record = _record(place / RECORD) if folder else {}
    config = read_toml(place / CONFIG) if folder and (place / CONFIG).is_file() else {}
    wanted = measures or tuple(config.get("measures", ())) or usual_measures(grades)
    run = read_run(run_file)
    values = measure(grades, run, wanted)
    name = str(config.get("name") or (place.name if folder else place.stem))
    return Measured(name, whole, grades, run, values, record.get("named", {}), record, config, folder)


def _record(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(str(path), "is not what a run wrote", "run it again") from error
    return dict(found)


def comparable(runs: Sequence[Measured]) -> tuple[Measured, ...]:
    """The runs, each with a name of its own. Raises InputError where they were judged differently."""
    first, *others = runs
    if not first.values:
        raise InputError(first.name, "has no judgements", "judge its questions first (`kb eval pool`)")
    for other in others:
        if other.qrels != first.qrels:
            remedy = "compare runs of the same questions, or give one file for all with --qrels"
            raise InputError(other.name, f"has other judgements than {first.name}", remedy)
    names: dict[str, Measured] = {}
    for run in runs:
        name = next(n for n in (run.name, *(f"{run.name}-{i}" for i in range(2, len(runs) + 2))) if n not in names)
        names[name] = run
    return tuple(replace(run, name=name) for name, run in names.items())
