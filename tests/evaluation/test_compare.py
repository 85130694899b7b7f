"""Differences are those of the questions, p is honest, and a choice is scored where it was not made."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.evaluation import by_query, compare, cross_validated
from kb.evaluation.compare import holm, randomisation_p
from kb.evaluation.sweep import folds_of

BASE = {f"q{n}": {"nDCG@10": n / 10, "hit@3": 0.0} for n in range(8)}
BETTER = {f"q{n}": {"nDCG@10": n / 10 + 0.2, "hit@3": 0.0} for n in range(8)}
GROUPS = {f"q{n}": "loans" if n < 3 else "returns" for n in range(8)}


def exact_p(gains: np.ndarray) -> float:
    """All sign flips, one by one."""
    sums = [
        abs(sum(s * g for s, g in zip(signs, gains, strict=True)))
        for signs in itertools.product((1, -1), repeat=len(gains))
    ]
    return float(np.mean([total >= abs(gains.sum()) - 1e-12 for total in sums]))


@pytest.mark.parametrize("seed", range(3))
def test_p_is_near_that_of_all_sign_flips(seed):
    gains = np.random.default_rng(seed).normal(0.1, 0.3, 10)
    assert randomisation_p(gains, seed) == pytest.approx(exact_p(gains), abs=0.02)


@given(st.integers(0, 2**31))
def test_a_run_against_itself_has_p_one(seed):
    assert randomisation_p(np.zeros(9), seed, 100) == 1.0


def test_p_is_never_zero():
    assert randomisation_p(np.ones(60), 0, 500) == pytest.approx(1 / 501)


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_corrects_upwards_and_keeps_the_order(values):
    corrected = holm(values)
    assert all(value <= after <= 1.0 for value, after in zip(values, corrected, strict=True))
    order = sorted(range(len(values)), key=lambda at: values[at])
    assert [corrected[at] for at in order] == sorted(corrected)


def test_differences_come_by_measure_and_category():
    found = compare({"base": BASE, "better": BETTER}, GROUPS, seed=1)
    assert [(d.measure, d.group, d.queries) for d in found] == [
        (measure, group, count)
        for measure in ("nDCG@10", "hit@3")
        for group, count in (("", 8), ("loans", 3), ("returns", 5))
    ]
    first = found[0]
    assert first.gain.mean == pytest.approx(0.2)
    assert first.gain.low == pytest.approx(0.2)
    assert (first.wins, first.losses) == (8, 0)
    assert first.p < 0.02
    assert found[3].p == 1.0


def test_several_runs_are_corrected_together():
    found = compare({"base": BASE, "better": BETTER, "again": BETTER}, {}, seed=1)
    assert found[0].p_holm == pytest.approx(2 * found[0].p)


def test_the_same_seed_says_the_same():
    assert compare({"a": BASE, "b": BETTER}, GROUPS, seed=3) == compare({"a": BASE, "b": BETTER}, GROUPS, seed=3)


def test_questions_are_told_from_gain_to_loss():
    found = by_query({"x": {"m": 0.5}, "y": {"m": 0.5}}, {"x": {"m": 0.1}, "y": {"m": 0.9}}, "m")
    assert [(each.qid, round(each.gain, 9)) for each in found] == [("y", 0.4), ("x", -0.4)]


def test_every_question_is_in_one_fold_and_groups_are_spread():
    fold = folds_of(list(GROUPS), GROUPS, 2, 0)
    assert fold.keys() == GROUPS.keys()
    assert {f for qid, f in fold.items() if GROUPS[qid] == "loans"} == {0, 1}


def test_a_run_that_leads_everywhere_is_chosen_everywhere():
    choice = cross_validated({"base": BASE, "better": BETTER}, GROUPS, "nDCG@10", seed=0)
    assert choice.chosen == ("better",) * 5
    assert choice.held_out.mean == pytest.approx(choice.best_mean)


def test_held_out_scores_do_not_flatter_noise():
    draw = np.random.default_rng(4)
    noise = {f"r{n}": {f"q{q}": {"m": float(draw.random())} for q in range(40)} for n in range(30)}
    choice = cross_validated(noise, {}, "m", seed=0)
    assert choice.held_out.mean < choice.best_mean
