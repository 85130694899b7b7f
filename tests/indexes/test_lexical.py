"""BM25 must score as rank-bm25 does, whatever the corpus and the query."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from kb.indexes.lexical import K1, B, Lexical
from kb.text import terms

tokens = st.sampled_from(["ladder", "rung", "borrow", "return", "keeper", "paint", "", "é", "0"])
corpora = st.lists(st.lists(tokens, max_size=12), min_size=1, max_size=15).filter(any)


def oracle(rows: list[list[str]], k1: float = K1, b: float = B) -> BM25Plus:
    return BM25Plus(rows, k1=k1, b=b, delta=0)


def ranking(scores: np.ndarray) -> list[int]:
    return np.argsort(-scores.round(9), kind="stable").tolist()


@given(
    corpora, st.lists(tokens, max_size=8), st.floats(0.5, 3), st.floats(0, 0.99)
)  # at b = 1 rank-bm25 divides an empty row's 0 by 0
def test_scores_equal_those_of_rank_bm25(rows: list[list[str]], query: list[str], k1: float, b: float) -> None:
    ours = Lexical.build(rows, k1, b).scores(query)
    np.testing.assert_allclose(ours, oracle(rows, k1, b).get_scores(query), rtol=0, atol=1e-9)


def test_real_treaties_are_ranked_as_rank_bm25_ranks_them(shared: Path) -> None:
    units = json.loads((shared / "treaties" / "provisions.json").read_text(encoding="utf-8"))
    rows = [terms(unit["text"]) for unit in units]
    ours, theirs = Lexical.build(rows), oracle(rows)
    for question in ("May a State refuse to extradite its own nationals?", "joint investigation teams", "costs costs"):
        expected = theirs.get_scores(terms(question))
        found = ours.scores(terms(question))
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)
        assert (
            np.argsort(-found.round(9), kind="stable").tolist()
            == np.argsort(-expected.round(9), kind="stable").tolist()
        )


def test_a_delta_in_the_oracle_adds_the_same_to_every_row() -> None:
    rows = [["ladder", "rung"], ["ladder"], ["paint"] * 5]
    apart = BM25Plus(rows, k1=K1, b=B, delta=1).get_scores(["rung", "ladder"]) - oracle(rows).get_scores(
        ["rung", "ladder"]
    )
    assert np.ptp(apart) == pytest.approx(0)


def test_a_token_that_stands_twice_in_the_query_counts_twice() -> None:
    index = Lexical.build([["ladder", "rung"], ["rung"]])
    np.testing.assert_allclose(index.scores(["rung", "rung"]), 2 * index.scores(["rung"]))


def test_a_row_without_any_token_of_the_query_scores_zero() -> None:
    assert Lexical.build([["ladder"], [], ["rung"]]).scores(["rung", "unheard"]).tolist()[:2] == [0, 0]


@pytest.mark.parametrize("rows", [[], [[]], [[], [], []]])
def test_a_corpus_without_tokens_scores_zero_everywhere(rows: list[list[str]]) -> None:
    index = Lexical.build(rows)
    again = Lexical.from_bytes(index.to_bytes())
    assert len(again) == len(rows)
    assert again.scores(["ladder"]).tolist() == [0.0] * len(rows)


@given(corpora, st.lists(tokens, max_size=5))
def test_bytes_bring_back_the_same_scores(rows: list[list[str]], query: list[str]) -> None:
    index = Lexical.build(rows)
    assert Lexical.from_bytes(index.to_bytes()).scores(query).tolist() == index.scores(query).tolist()


def test_equal_corpora_give_equal_bytes() -> None:
    rows = [["rung", "ladder", "paint"], ["keeper"]]
    assert Lexical.build(rows).to_bytes() == Lexical.build([list(row) for row in rows]).to_bytes()
