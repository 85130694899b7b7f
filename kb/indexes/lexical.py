"""BM25 over token lists: bm25s computes every weight when the index is built, a query only adds columns.

Formula: term frequency tf·(k1+1) / (tf + k1·(1 - b + b·length/mean)), times ln((N+1)/df): always positive, and zero for
a row that has none of the query's tokens. It equals `rank_bm25.BM25Plus` with delta 0; there, delta adds the same
constant to every row and so decides nothing.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1, B = 0.9, 0.4  # usual for short passages; docs/decisions/fusion.md has the figures


@dataclass(frozen=True, slots=True)
class Lexical:
    """One BM25 index: for each token a column of (row, weight) pairs. `len()` is the number of rows."""

    vocabulary: Mapping[str, int]
    starts: NDArray[np.int64]  # column c is [starts[c], starts[c + 1])
    rows: NDArray[np.int32]
    weights: NDArray[np.float64]
    size: int

    @classmethod
    def build(cls, token_lists: Sequence[Sequence[str]], k1: float = K1, b: float = B) -> Lexical:
        """Index one token list a row; a row may be empty."""
        vocabulary = {token: at for at, token in enumerate(sorted({token for row in token_lists for token in row}))}
        if not vocabulary:
            return cls({}, np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0), len(token_lists))
        import bm25s

        engine = bm25s.BM25(k1=k1, b=b, method="atire", idf_method="bm25+", dtype="float64")
        ids = [[vocabulary[token] for token in row] for row in token_lists]
        engine.index((ids, vocabulary), create_empty_token=False, show_progress=False)
        columns: dict[str, Any] = engine.scores
        return cls(vocabulary, columns["indptr"], columns["indices"], columns["data"], len(token_lists))

    def __len__(self) -> int:
        return self.size

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float64]:
        """One score a row, in row order; a token that stands twice in the query counts twice."""
        found = np.zeros(self.size)
        for token in tokens:
            column = self.vocabulary.get(token)
            if column is not None:
                span = slice(self.starts[column], self.starts[column + 1])
                found[self.rows[span]] += self.weights[span]  # a row stands once in a column
        return found

    def rows_with(self, token: str) -> NDArray[np.int32]:
        """The rows that hold a token."""
        column = self.vocabulary.get(token)
        return self.rows[:0] if column is None else self.rows[self.starts[column] : self.starts[column + 1]]

    def to_bytes(self) -> bytes:
        """The index as one file; equal input gives equal bytes."""
        words = np.frombuffer(json.dumps(list(self.vocabulary)).encode(), dtype=np.uint8)
        stream = io.BytesIO()
        np.savez(stream, words=words, starts=self.starts, rows=self.rows, weights=self.weights, size=self.size)
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Lexical:
        """The index that `to_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as found:
            words = json.loads(found["words"].tobytes())
            vocabulary = {token: at for at, token in enumerate(words)}
            return cls(vocabulary, found["starts"], found["rows"], found["weights"], int(found["size"]))
