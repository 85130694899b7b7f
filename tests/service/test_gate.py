"""The gate: retrieval on our own questions must not fall below what it reached."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.evaluation.baseline import fallen, read_baseline
from kb.evaluation.tables import means
from kb.service.build import build
from kb.service.evaluate_run import run_configurations

EVAL = Path(__file__).resolve().parents[2] / "eval"


def quiet(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


@pytest.mark.slow
def test_ndcg_and_recall_on_our_questions_hold_the_baseline(tmp_path):
    usual = Settings.from_environment({})
    settings = replace(usual, index=tmp_path / "index")
    build([Path("corpus")], settings, with_digests=True, progress=quiet, reuse=(usual.index,))
    (run,) = run_configurations([EVAL / "configs" / "whole.toml"], settings, tmp_path / "runs", quiet)
    now = {name: value.mean for name, value in means(run, 0).items()}
    assert fallen(read_baseline(EVAL / "baseline.json"), now) == {}
