"""Vectors in a FAISS file, scored exactly. Sole home of FAISS.

Rows are unit-length float32 vectors, so the inner product is the cosine. The index is flat: nothing is approximated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Dense:
    """A flat inner-product index. `len()` is the number of rows."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self.dim = int(index.d)
        self._matrix = _matrix(index)

    @classmethod
    def build(cls, vectors: Vectors) -> Dense:
        """Index vectors of shape (n, dim); n may be 0."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def scores(self, vector: Vectors) -> Vectors:
        """The inner product of each row with a vector of shape (dim,), in row order, shape (n,)."""
        return np.asarray(self._matrix @ np.asarray(vector, dtype=np.float32), dtype=np.float32)

    def vectors(self, rows: Sequence[int] | NDArray[np.int64] | None = None) -> Vectors:
        """A copy of the vectors of these rows, of all where none are named."""
        return self._matrix.copy() if rows is None else self._matrix[np.asarray(rows, dtype=np.int64)]

    def to_bytes(self) -> bytes:
        """The index as FAISS writes it."""
        return bytes(faiss.serialize_index(self._index))

    @classmethod
    def from_bytes(cls, data: bytes) -> Dense:
        """The index that `to_bytes` wrote. FAISS does not notice changed bytes: verify them before."""
        return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))


def _matrix(index: Any) -> Vectors:
    """The rows as FAISS holds them, shape (n, dim), without a copy; the index must outlive it."""
    if index.ntotal == 0:
        return np.zeros((0, index.d), dtype=np.float32)
    flat = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
    return np.asarray(flat, dtype=np.float32).reshape(index.ntotal, index.d)


def text_key(text: str) -> str:
    """SHA-256 of a chunk's text, by which its vector is found again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def vectors_for(texts: Sequence[str], known: Mapping[str, Vectors], encode: Callable[[list[str]], Vectors]) -> Vectors:
    """One vector a text, shape (n, dim): known ones are taken over, each other text is encoded once."""
    keys = [text_key(text) for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    encoded = encode(list(missing.values()))
    fresh = dict(zip(missing, encoded, strict=True))
    if not keys:
        return encoded
    return np.stack([fresh[key] if key in fresh else known[key] for key in keys])
