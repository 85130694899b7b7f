from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.retrieval.fuse import best_per_unit, fuse, reciprocal_ranks

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
def test_contributions_add_up_to_the_total(scores):
    total, parts = fuse({"a": scores, "b": -scores}, {"a": 2.0, "b": 0.5})
    assert np.allclose(total, parts["a"] + parts["b"])


def test_a_unit_scores_as_its_best_row():
    assert best_per_unit(np.array([0.2, 0.9, 0.4], dtype=np.float32), np.array([0, 0, 1]), 3).round(3).tolist() == [
        0.9,
        0.4,
        0.0,
    ]
