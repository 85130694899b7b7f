"""Rank judged questions with the whole chain and measure: the short way, without a configuration."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.evaluation import Measured, RunConfig, as_json, format_table, load_questions, summarise, write_folder
from kb.evaluation.tables import wrong_json
from kb.retrieval import WHOLE, Rule
from kb.service.evaluate_run import Bench, Progress


def evaluate(
    file: Path, settings: Settings, k: int, output: Path | None, seed: int, rule: Rule, progress: Progress
) -> tuple[dict[str, Any], str]:
    """The measures as JSON and as a table for people; with `output`, also the run in that folder.

    Raises InputError for a file that cannot be used or holds no answerable question.
    """
    config = RunConfig(file, f"kb-{rule}", file, k=k, seed=seed)
    questions = load_questions(file)
    folder = output or Path()
    found = Bench(settings, folder.parent, progress).measure(config, replace(WHOLE, rule=rule), questions)
    if output is not None:
        write_folder(output, found)
    return told(found, seed)


def told(found: Measured, seed: int) -> tuple[dict[str, Any], str]:
    """One run with its categories, as JSON and as a table."""
    rows = summarise(found.values, found.groups, seed=seed, tag=found.name)
    return {**as_json(rows), "wrong_instrument": wrong_json(found, seed)}, format_table(rows)
