"""Dense scores are exact inner products, and known vectors are not made again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kb.indexes.dense import Dense, text_key, vectors_for

matrices = st.integers(0, 12).flatmap(lambda n: arrays(np.float32, (n, 6), elements=st.floats(-1, 1, width=32)))


@given(matrices, arrays(np.float32, 6, elements=st.floats(-1, 1, width=32)))
def test_scores_equal_numpys_inner_products(rows: np.ndarray, vector: np.ndarray) -> None:
    np.testing.assert_allclose(Dense.build(rows).scores(vector), rows @ vector, rtol=0, atol=1e-6)


@given(matrices)
def test_bytes_bring_back_the_same_vectors(rows: np.ndarray) -> None:
    again = Dense.from_bytes(Dense.build(rows).to_bytes())
    assert (len(again), again.dim) == rows.shape
    np.testing.assert_array_equal(again.vectors(), rows)


def test_the_index_outlives_the_array_that_it_was_built_from() -> None:
    rows = np.eye(4, dtype=np.float32)
    index = Dense.build(rows)
    rows[:] = 9
    assert index.vectors([2, 0]).tolist() == [[0, 0, 1, 0], [1, 0, 0, 0]]


def test_returned_vectors_are_copies() -> None:
    index = Dense.build(np.eye(3, dtype=np.float32))
    index.vectors()[:] = 0
    assert index.scores(np.ones(3, dtype=np.float32)).tolist() == [1, 1, 1]


class Counting:
    """An encoder that notes what it was asked to encode."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, texts: list[str]) -> np.ndarray:
        self.seen += texts
        return np.array([[len(text), 1] for text in texts], dtype=np.float32).reshape(-1, 2)


def test_only_unknown_texts_are_encoded_and_each_once() -> None:
    encode = Counting()
    known = {text_key("old"): np.array([7, 7], dtype=np.float32)}
    found = vectors_for(["new", "old", "new"], known, encode)
    assert encode.seen == ["new"]
    assert found.tolist() == [[3, 1], [7, 7], [3, 1]]


@pytest.mark.parametrize("texts", [[], ["old"]])
def test_nothing_new_means_nothing_to_encode(texts: list[str]) -> None:
    encode = Counting()
    found = vectors_for(texts, {text_key("old"): np.array([7, 7], dtype=np.float32)}, encode)
    assert encode.seen == []
    assert found.shape == (len(texts), 2)
