from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.indexes.kin import LENDERS, NEIGHBOURS, Kin
from kb.model import Chunk


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def library(glossed, bare, seed=0):
    """Units with a text and, for the first `glossed`, a digest and two questions, at random directions."""
    units = [f"x:{n}" for n in range(glossed + bare)]
    chunks = [Chunk(u, "text", u) for u in units]
    chunks += [Chunk(u, layer, u) for u in units[:glossed] for layer in ("digest", "question", "question")]
    vectors = (
        unit(np.random.default_rng(seed).normal(size=(len(chunks), 8))) if chunks else np.zeros((0, 8), np.float32)
    )
    return units, chunks, vectors


@given(st.integers(0, 20), st.integers(0, 20))
def test_shares_of_a_glossed_unit_sum_to_one_and_never_name_itself(glossed, bare):
    kin = Kin.build(*library(glossed, bare))
    for row in range(glossed):
        assert kin.shares[row].sum() == pytest.approx(1.0, abs=1e-5) or not kin.shares[row].any()
        assert row not in kin.rows[row][kin.shares[row] > 0].tolist()


@given(st.integers(0, 20), st.integers(0, 20))
def test_only_units_without_a_digest_borrow_and_only_from_glossed_ones(glossed, bare):
    kin = Kin.build(*library(glossed, bare))
    assert not kin.nearness[:glossed].any()
    assert not kin.shares[glossed:].any()
    assert (kin.lenders[kin.nearness > 0] < glossed).all()


def test_the_nearest_are_those_of_a_plain_sort():
    kin = Kin.build(*library(40, 0))
    cosines = kin.gist @ kin.gist.T
    np.fill_diagonal(cosines, -2)
    for row in range(40):
        assert set(kin.rows[row]) == set(np.argsort(-cosines[row])[:NEIGHBOURS])


def test_lenders_are_the_glossed_units_with_the_nearest_text():
    units, chunks, vectors = library(30, 5)
    kin = Kin.build(units, chunks, vectors)
    for row in range(30, 35):
        assert set(kin.lenders[row]) == set(np.argsort(-(vectors[:30] @ vectors[row]))[:LENDERS])


def test_a_gist_has_unit_length_and_none_is_zero():
    kin = Kin.build(*library(3, 2))
    assert np.linalg.norm(kin.gist, axis=1).round(5).tolist() == [1, 1, 1, 0, 0]


def test_bytes_give_the_same_kin_back():
    kin = Kin.build(*library(12, 4))
    again = Kin.from_bytes(kin.to_bytes())
    assert again.to_bytes() == kin.to_bytes()
