"""Pools for judging: the first results of several runs that nobody has judged, with their text; and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.citations import format_id
from kb.config import Settings
from kb.errors import InputError
from kb.evaluation import Measured, load_queries, pool, read_qrels, with_judgements
from kb.evaluation.files import write_lines
from kb.evaluation.pool import grades_of, pool_lines, read_pool
from kb.evaluation.runs import question_line
from kb.model import Entry
from kb.service.library import Library


def write_pool(runs: Sequence[Measured], depth: int, output: Path, settings: Settings) -> dict[str, Any]:
    """Write the unjudged results among the first `depth` of each run; texts come from the index of the first run."""
    library = Library(_at(runs[0], settings))
    entries = library.index.entries
    pooled = pool(runs, depth)
    write_lines(output, pool_lines(pooled, {id: _said(id, entries, library) for _, id in pooled}))
    return {"pooled": len(pooled), "queries": len({qid for qid, _ in pooled}), "output": str(output)}


def _at(run: Measured, settings: Settings) -> Settings:
    index: Mapping[str, Any] = run.record.get("index", {})
    return replace(settings, index=Path(index["folder"])) if "folder" in index else settings


def _said(id: str, entries: Mapping[str, Entry], library: Library) -> dict[str, str]:
    entry = entries.get(id)
    if entry is None:
        raise InputError(id, "is not in the index", "name the index that the runs searched with --index")
    citation = format_id(id, library.catalogue) if ":" in id else id
    digest = entry.digest.digest if entry.digest else ""
    return {"citation": citation, "text": entry.unit.text, "digest": digest if digest != entry.unit.text else ""}


def merge_pools(pools: Sequence[Path], into: Path, output: Path) -> dict[str, Any]:
    """Add the grades of judged pools to questions (JSONL) or to judgements (TREC) and write the whole.

    Lines without a grade are counted and passed over. A provision that was judged before keeps its new grade.
    """
    rows = [row for path in pools for row in read_pool(path)]
    grades = grades_of(rows)
    if into.suffix in (".jsonl", ".json"):
        queries = with_judgements(load_queries(into, judged=False), grades)
        write_lines(output, [question_line(query) for query in queries])
    else:
        merged = {qid: dict(each) for qid, each in read_qrels(into).items()}
        for qid, each in grades.items():
            merged.setdefault(qid, {}).update(each)
        write_lines(output, [f"{qid} 0 {id} {grade}" for qid, each in merged.items() for id, grade in each.items()])
    judged = sum(map(len, grades.values()))
    return {"judged": judged, "unjudged": len(rows) - judged, "output": str(output)}
