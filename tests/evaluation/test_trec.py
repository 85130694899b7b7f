"""What is written as a TREC file comes back, in our order, whatever tool reads it."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InputError
from kb.evaluation import JudgedQuery, read_qrels, read_run, write_qrels, write_run
from kb.evaluation.trec import falling
from kb.model import Hit

SCORES = st.lists(st.floats(-1e30, 1e30, width=64), max_size=30)


def hits(*pairs: tuple[str, float]) -> tuple[Hit, ...]:
    return tuple(Hit(name, score) for name, score in pairs)


def test_a_run_has_six_columns(tmp_path: Path) -> None:
    write_run(tmp_path / "run.trec", {"q1": hits(("ladders:2(1)", 0.5), ("ladders:3", 0.25))}, "plain")
    assert (tmp_path / "run.trec").read_text() == "q1 Q0 ladders:2(1) 1 0.5 plain\nq1 Q0 ladders:3 2 0.25 plain\n"


def test_judgements_have_four_columns_and_only_answerable_questions(tmp_path: Path) -> None:
    asked = [
        JudgedQuery("q1", "?", qrels={"ladders:2(1)": 2, "ladders:3": 1}),
        JudgedQuery("q2", "?", answerable=False),
    ]
    write_qrels(tmp_path / "qrels.trec", asked)
    assert (tmp_path / "qrels.trec").read_text() == "q1 0 ladders:2(1) 2\nq1 0 ladders:3 1\n"


def test_equal_scores_keep_their_order(tmp_path: Path) -> None:
    tied = hits(("ladders:1", 1.0), ("ladders:9", 1.0), ("ladders:5", 1.0))
    write_run(tmp_path / "run.trec", {"q1": tied}, "plain")
    assert [hit.id for hit in read_run(tmp_path / "run.trec")["q1"]] == ["ladders:1", "ladders:9", "ladders:5"]


@given(SCORES)
def test_scores_fall_strictly_in_single_precision(scores: list[float]) -> None:
    written = [np.float32(f"{score:.9g}") for score in falling(scores)]
    assert all(later < earlier for earlier, later in itertools.pairwise(written))


@given(st.lists(st.integers(-1000, 1000), unique=True))
def test_scores_that_fall_already_stay_as_they_are(scores: list[int]) -> None:
    ordered = [float(score) for score in sorted(scores, reverse=True)]
    assert falling(ordered) == ordered


def test_a_run_is_written_by_unit_and_each_unit_once(tmp_path: Path) -> None:
    found = hits(("ladders:2(1)(a)", 3.0), ("ladders:2(1)(b)", 2.0), ("ladders:3", 1.0))
    write_run(tmp_path / "run.trec", {"q1": found}, "plain")
    assert read_run(tmp_path / "run.trec") == {"q1": hits(("ladders:2(1)", 3.0), ("ladders:3", 1.0))}


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -float("inf"), 1e300])
def test_a_score_that_no_tool_can_order_is_told(tmp_path: Path, score: float) -> None:
    with pytest.raises(InputError, match="finite"):
        write_run(tmp_path / "run.trec", {"q1": hits(("ladders:1", score))}, "plain")


@pytest.mark.parametrize(("qid", "provision", "tag"), [("q 1", "l:1", "t"), ("q1", "l 1", "t"), ("q1", "l:1", "")])
def test_a_name_that_would_break_the_columns_is_told(tmp_path: Path, qid: str, provision: str, tag: str) -> None:
    with pytest.raises(InputError, match="one word"):
        write_run(tmp_path / "run.trec", {qid: hits((provision, 1.0))}, tag)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("q1 Q0 ladders:1 1 0.5", "has 5 columns"),
        ("q1 Q0 ladders:1 1 high plain", "score 'high'"),
        ("q1 Q0 ladders:1 1 nan plain", "score 'nan'"),
        ("q1 Q0 ladders:2 2 0.1 plain", "repeats ladders:2"),
    ],
)
def test_a_bad_line_of_a_run_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "run.trec"
    path.write_text(f"q1 Q0 ladders:2 1 0.9 plain\n{line}\n")
    with pytest.raises(InputError, match=problem) as caught:
        read_run(path)
    assert caught.value.subject == f"{path}:2"


@pytest.mark.parametrize(
    ("line", "problem"),
    [("q1 0 ladders:1", "has 3 columns"), ("q1 0 l:1 1.5", "grade '1.5'"), ("q1 0 ladders:2 1", "second time")],
)
def test_a_bad_line_of_judgements_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "qrels.trec"
    path.write_text(f"q1 0 ladders:2 2\n{line}\n")
    with pytest.raises(InputError, match=problem) as caught:
        read_qrels(path)
    assert caught.value.subject == f"{path}:2"


def test_judgements_come_back_as_they_went(tmp_path: Path) -> None:
    write_qrels(tmp_path / "q.trec", [JudgedQuery("q1", "?", qrels={"ladders:2(1)": 2, "ladders:IV": 1})])
    assert read_qrels(tmp_path / "q.trec") == {"q1": {"ladders:2(1)": 2, "ladders:IV": 1}}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    with pytest.raises(InputError, match="cannot be written"):
        write_run(tmp_path / "taken" / "run.trec", {}, "plain")
