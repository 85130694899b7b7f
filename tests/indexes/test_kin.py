from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.indexes.kin import GLOSS, LENDERS, NEIGHBOURS, Kin
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
    units, chunks, vectors = library(40, 0)
    kin = Kin.build(units, chunks, vectors)
    gist = plain_gists(units, chunks, vectors)
    cosines = gist @ gist.T
    np.fill_diagonal(cosines, -2)
    for row in range(40):
        assert set(kin.rows[row]) == set(np.argsort(-cosines[row])[:NEIGHBOURS])


def test_lenders_are_the_glossed_units_with_the_nearest_text():
    units, chunks, vectors = library(30, 5)
    kin = Kin.build(units, chunks, vectors)
    for row in range(30, 35):
        assert set(kin.lenders[row]) == set(np.argsort(-(vectors[:30] @ vectors[row]))[:LENDERS])


def rows_of(name, layer, chunks, vectors):
    return [v for chunk, v in zip(chunks, vectors, strict=True) if (chunk.unit, chunk.layer) == (name, layer)]


def plain_gists(units, chunks, vectors):
    """A second implementation, unit by unit: digest and questions count alike."""
    rows = []
    for name in units:
        own = {layer: rows_of(name, layer, chunks, vectors) for layer in GLOSS}
        means = [np.sum(own[layer], axis=0) for layer in GLOSS]
        rows.append(unit(np.array([sum(m / np.linalg.norm(m) for m in means)]))[0])
    return np.array(rows)


def test_the_weighted_rows_of_a_unit_are_its_gist():
    units, chunks, vectors = library(6, 0)
    kin = Kin.build(units, chunks, vectors)
    sums = np.zeros((6, 8))
    for chunk, vector, weight in zip(chunks, vectors, kin.weights, strict=True):
        sums[units.index(chunk.unit)] += weight * vector
    assert np.allclose(sums, plain_gists(units, chunks, vectors), atol=1e-5)


def test_only_units_with_a_digest_are_glossed():
    assert Kin.build(*library(3, 2)).glossed.tolist() == [True, True, True, False, False]


def test_bytes_give_the_same_kin_back():
    kin = Kin.build(*library(12, 4))
    again = Kin.from_bytes(kin.to_bytes())
    assert again.to_bytes() == kin.to_bytes()
