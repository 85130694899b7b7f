from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.retrieval.fuse import best_per_unit, fuse, reciprocal_ranks, standard_scores

SCORES = st.lists(st.floats(-5, 5, allow_nan=False), min_size=1, max_size=30).map(np.array)


def plain_reciprocal_ranks(scores, constant):
    """A second implementation, by sorting pairs."""
    ranked = sorted(((-s, row) for row, s in enumerate(scores) if s > 0))
    out = [0.0] * len(scores)
    for place, (_, row) in enumerate(ranked, 1):
        out[row] = 1 / (constant + place)
    return out


@given(SCORES)
def test_reciprocal_ranks_agree_with_a_plain_implementation(scores):
    assert np.allclose(reciprocal_ranks(scores, 10.0), plain_reciprocal_ranks(scores, 10.0))


@given(SCORES)
def test_rows_without_evidence_contribute_nothing(scores):
    assert not reciprocal_ranks(scores)[scores <= 0].any()


def test_ranks_beyond_the_depth_contribute_nothing():
    assert np.count_nonzero(reciprocal_ranks(np.arange(1.0, 9.0), depth=3)) == 3


def test_equal_scores_keep_row_order():
    ranks = reciprocal_ranks(np.array([1.0, 1.0]))
    assert ranks[0] > ranks[1]


@given(SCORES)
def test_contributions_add_up_to_the_standard_total(scores):
    total, parts = fuse({"dense": scores, "lexical": -scores}, {"dense": 1.0, "lexical": 0.5}, "standard")
    assert np.allclose(total, parts["dense"] + parts["lexical"])


@given(SCORES)
def test_the_logarithm_of_reciprocal_ranks_keeps_their_order(scores):
    total, parts = fuse({"dense": scores}, {"dense": 1.5}, "rrf")
    assert np.allclose(np.exp(total), parts["dense"])


@given(SCORES)
def test_standard_scores_have_mean_0_and_deviation_1_or_are_all_zero(scores):
    found = standard_scores(scores)
    assert abs(found.mean()) < 1e-6
    assert abs(found.std() - 1) < 1e-6 or not found.any()


@given(SCORES, st.floats(0.5, 4), st.floats(-3, 3))
def test_a_change_of_scale_does_not_change_standard_scores(scores, factor, shift):
    if scores.std() > 1e-3:
        assert np.allclose(standard_scores(scores * factor + shift), standard_scores(scores), atol=1e-6)


def test_a_unit_scores_as_its_best_row():
    assert best_per_unit(np.array([0.2, 0.9, 0.4], dtype=np.float32), np.array([0, 0, 1]), 3).round(3).tolist() == [
        0.9,
        0.4,
        0.0,
    ]


def test_units_with_and_without_digests_have_scales_of_their_own():
    glossed = np.arange(200) < 100
    scores = np.where(glossed, 0.5, 0.1) + np.tile(np.linspace(0, 0.2, 100), 2)
    found = standard_scores(scores, glossed)
    assert np.allclose(found[glossed], found[~glossed])


def test_a_handful_of_units_has_no_scale_of_its_own():
    glossed = np.arange(100) < 90
    scores = np.linspace(0, 1, 100)
    assert np.allclose(standard_scores(scores, glossed), standard_scores(scores))
