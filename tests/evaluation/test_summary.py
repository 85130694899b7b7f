"""Means are means, intervals hold them, and the same seed says the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.evaluation import Interval, Row, as_json, format_table, summarise

PER_QUERY = {"q1": {"hit@3": 1.0}, "q2": {"hit@3": 0.0}, "q3": {"hit@3": 1.0}, "q4": {"hit@3": 1.0}}
GROUPS = {"q1": "loans", "q2": "loans", "q3": "returns"}


def test_the_first_row_is_all_queries_then_each_group() -> None:
    rows = summarise(PER_QUERY, GROUPS, seed=1, tag="plain")
    assert [(row.tag, row.group, row.queries) for row in rows] == [
        ("plain", "", 4),
        ("plain", "loans", 2),
        ("plain", "returns", 1),
    ]


def test_means_are_plain_means() -> None:
    assert [row.measures["hit@3"].mean for row in summarise(PER_QUERY, GROUPS, seed=1)] == [0.75, 0.5, 1.0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(0, 2**32))
def test_the_interval_lies_within_the_values(values: list[float], seed: int) -> None:
    row = summarise({str(i): {"m": value} for i, value in enumerate(values)}, {}, seed=seed, rounds=50)[0]
    found = row.measures["m"]
    assert min(values) - 1e-9 <= found.low <= found.high <= max(values) + 1e-9


def test_one_query_leaves_no_width() -> None:
    assert summarise({"q1": {"m": 0.25}}, {}, seed=3)[0].measures["m"] == Interval(0.25, 0.25, 0.25)


def test_the_interval_is_near_the_normal_one_for_many_queries() -> None:
    coins = {str(number): {"m": float(number % 2)} for number in range(400)}
    found = summarise(coins, {}, seed=5)[0].measures["m"]
    half = 1.96 * (0.25 / 400) ** 0.5
    assert (found.low, found.high) == pytest.approx((0.5 - half, 0.5 + half), abs=0.01)


def test_the_same_seed_gives_the_same_rows() -> None:
    assert summarise(PER_QUERY, GROUPS, seed=7) == summarise(PER_QUERY, GROUPS, seed=7)


def test_a_row_does_not_depend_on_the_other_groups() -> None:
    assert summarise(PER_QUERY, GROUPS, seed=7)[0] == summarise(PER_QUERY, {}, seed=7)[0]


def test_nothing_judged_has_no_rows_and_a_plain_sentence() -> None:
    assert summarise({}, {}, seed=1) == ()
    assert format_table(()).startswith("No question")


def test_the_table_names_each_group_with_its_mean_and_interval() -> None:
    rows = (Row("plain", "", 4, {"hit@3": Interval(0.75, 0.25, 1.0)}),)
    lines = format_table(rows).splitlines()
    assert lines[0].split() == ["plain", "n", "hit@3"]
    assert lines[2].split() == ["all", "questions", "4", "0.750"]
    assert lines[3].split() == ["0.25-1.00"]


def test_a_long_group_name_does_not_break_the_columns() -> None:
    values = {"hit@3": Interval(0.5, 0.5, 0.5)}
    lines = format_table((Row("plain", "", 4, values), Row("plain", "borrowed ladders " * 9, 2, values))).splitlines()
    assert len({len(line) for line in lines[:6]}) == 1


def test_the_json_has_runs_with_measures_and_categories() -> None:
    rows = summarise(PER_QUERY, GROUPS, seed=1, tag="a") + summarise(PER_QUERY, GROUPS, seed=1, tag="b")
    shape = json.loads(json.dumps(as_json(rows)))
    assert shape["queries"] == 4
    assert [run["tag"] for run in shape["runs"]] == ["a", "b"]
    assert shape["runs"][0]["measures"]["hit@3"].keys() == {"mean", "low", "high"}
    assert shape["runs"][0]["categories"]["loans"]["measures"]["hit@3"]["mean"] == 0.5
