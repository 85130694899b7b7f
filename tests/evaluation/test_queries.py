"""Judged questions come in whole, or the line that is wrong is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kb.errors import InputError
from kb.evaluation import JudgedQuery, judgements, load_queries

GOOD = {"qid": "q1", "query": "Who lends the ladder?", "category": "loans", "qrels": {"ladders:2(1)": 2}}


def write(folder: Path, *lines: str) -> Path:
    path = folder / "judged.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def changed(**fields: Any) -> str:
    return json.dumps(GOOD | fields)


def test_every_field_of_the_contract_is_read(tmp_path: Path) -> None:
    line = changed(user="trainee", answerable=True, facts=[["ladder", "steps"], ["owner"]], note="passed over")
    assert load_queries(write(tmp_path, line)) == (
        JudgedQuery(
            qid="q1",
            query="Who lends the ladder?",
            category="loans",
            user="trainee",
            answerable=True,
            qrels={"ladders:2(1)": 2},
            facts=(("ladder", "steps"), ("owner",)),
        ),
    )


def test_questions_keep_the_order_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, changed(qid="z"), "", changed(qid="a"), changed(qid="m"))
    assert [query.qid for query in load_queries(path)] == ["z", "a", "m"]


def test_a_line_separator_inside_a_question_does_not_end_the_line(tmp_path: Path) -> None:
    line = json.dumps(GOOD | {"query": "one\u2028two"}, ensure_ascii=False)
    assert load_queries(write(tmp_path, line))[0].query == "one\u2028two"


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    assert load_queries(write(tmp_path, "\ufeff" + changed()))[0].qid == "q1"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[1]", "is not a JSON object"),
        (changed(qid=""), "no usable qid"),
        (changed(qid="two words"), "no usable qid"),
        (changed(qid=7), "no usable qid"),
        (changed(query=" "), "has no query"),
        (changed(query=["a"]), "query that is no text"),
        (changed(category=3), "category that is no text"),
        (changed(answerable="yes"), "no truth value"),
        (changed(qrels=["ladders:1"]), "qrels that are no object"),
        (changed(qrels={"ladders 1": 2}), "no provision id"),
        (changed(qrels={"ladders:1": 3}), "grades ladders:1 as 3"),
        (changed(qrels={"ladders:1": True}), "grades ladders:1 as True"),
        (changed(qrels={"ladders:1": 1}), "judges no provision 2"),
        (changed(facts=["ladder"]), "facts that are no list"),
        (changed(), "repeats the qid 'q1'"),
    ],
)
def test_a_bad_line_is_named_with_its_number(tmp_path: Path, line: str, problem: str) -> None:
    path = write(tmp_path, changed(), line)
    with pytest.raises(InputError) as caught:
        load_queries(path)
    assert caught.value.subject == f"{path}:2"
    assert problem in caught.value.problem
    assert caught.value.remedy


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no question"):
        load_queries(write(tmp_path, ""))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_queries(tmp_path / "absent.jsonl")


def test_bytes_that_are_no_utf8_are_told(tmp_path: Path) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"qid": "q1", "query": "caf\xe9"}')
    with pytest.raises(InputError, match="is not UTF-8"):
        load_queries(path)


def test_a_question_without_an_answer_has_no_ranking_to_judge() -> None:
    asked = [JudgedQuery("q1", "?", qrels={"ladders:2(1)": 2}), JudgedQuery("q2", "?", answerable=False)]
    assert judgements(asked) == {"q1": {"ladders:2(1)": 2}}


def test_judged_letters_count_for_their_unit_with_the_best_grade() -> None:
    asked = [JudgedQuery("q1", "?", qrels={"ladders:2(1)(a)": 1, "ladders:2(1)(b)": 2, "ladders:3": 1})]
    assert judgements(asked) == {"q1": {"ladders:2(1)": 2, "ladders:3": 1}}


def test_the_shared_questions_load_whole(shared: Path) -> None:
    path = shared / "eval" / "dev.jsonl"
    assert len(load_queries(path)) == len(path.read_text(encoding="utf-8").splitlines())
