"""How provisions lie to each other: what each is about in one vector, its nearest kin, and who lends it a gloss.

A provision with a digest has a gist, the direction of its digest and questions taken together. Parallel provisions of
other instruments are near by their gists. A provision without a digest borrows: it is near glossed ones by its text.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.model import Chunk, Layer

Matrix = NDArray[np.float32]

NEIGHBOURS = 10
SHARPNESS = 8  # similarities are raised to this power, so that near kin outweigh far ones
LENDERS = 5
_BLOCK = 2048  # rows compared at once


@dataclass(frozen=True, slots=True)
class Kin:
    """All arrays have one row a unit.

    `gist`, shape (n, dim): unit length, zero without a digest. `rows` and `shares`, shape (n, NEIGHBOURS): the nearest
    units by gist and their shares, which sum to 1; shares are zero without a digest. `lenders` and `nearness`, shape
    (n, LENDERS): the nearest glossed units and their cosines; zero where the unit has a digest of its own.
    """

    gist: Matrix
    rows: NDArray[np.int32]
    shares: Matrix
    lenders: NDArray[np.int32]
    nearness: Matrix

    @classmethod
    def build(cls, units: Sequence[str], chunks: Sequence[Chunk], vectors: Matrix) -> Kin:
        """Kin of these units, in their order; `vectors[i]` belongs to `chunks[i]`, rows of unit length."""
        layers = _layer_means(units, chunks, vectors)
        gist = _unit(layers["digest"] + layers["question"])
        glossed = np.flatnonzero(gist.any(axis=1))
        bare = np.flatnonzero(~gist.any(axis=1))
        rows, shares = _table(len(units), NEIGHBOURS)
        found, near = _nearest(gist[glossed], gist[glossed], NEIGHBOURS, skip_self=True)
        rows[glossed, : found.shape[1]] = glossed[found]
        shares[glossed, : found.shape[1]] = _shares(near)
        lenders, nearness = _table(len(units), LENDERS)
        body = layers["text"]
        lending = np.where(body[glossed].any(axis=1, keepdims=True), body[glossed], gist[glossed])
        found, near = _nearest(body[bare], lending, LENDERS, skip_self=False)
        lenders[bare, : found.shape[1]] = glossed[found]
        nearness[bare, : found.shape[1]] = np.clip(near, 0, None)
        return cls(gist, rows, shares, lenders, nearness)

    @property
    def glossed(self) -> NDArray[np.bool_]:
        """Which units have a digest."""
        return np.asarray(self.gist.any(axis=1))

    def to_bytes(self) -> bytes:
        """All arrays as one file; equal input gives equal bytes."""
        stream = io.BytesIO()
        arrays: Mapping[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        np.savez(stream, **arrays)
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Kin:
        """What `to_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as found:
            return cls(**{field.name: found[field.name] for field in fields(cls)})


def _layer_means(units: Sequence[str], chunks: Sequence[Chunk], vectors: Matrix) -> dict[Layer, Matrix]:
    """The mean direction of each unit's rows of a layer, shape (n, dim), zero where it has none."""
    place = {unit: row for row, unit in enumerate(units)}
    means: dict[Layer, Matrix] = {}
    for layer in ("text", "digest", "question"):
        at = [i for i, chunk in enumerate(chunks) if chunk.layer == layer]
        sums = np.zeros((len(units), vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, [place[chunks[i].unit] for i in at], vectors[at])
        means[layer] = _unit(sums)
    return means


def _shares(near: Matrix) -> Matrix:
    """Cosines sharpened, each row summing to 1; all zero where none is positive."""
    top = near.max(axis=1, keepdims=True, initial=0.0)
    weight = (np.clip(near, 0, None) / np.where(top > 0, top, 1)) ** SHARPNESS
    return np.asarray(weight / np.maximum(weight.sum(axis=1, keepdims=True), 1), dtype=np.float32)


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _table(size: int, width: int) -> tuple[NDArray[np.int32], Matrix]:
    return np.zeros((size, width), dtype=np.int32), np.zeros((size, width), dtype=np.float32)


def _nearest(these: Matrix, among: Matrix, count: int, *, skip_self: bool) -> tuple[NDArray[np.int64], Matrix]:
    """The `count` nearest rows of `among` for each of `these`, with cosines; fewer where there are fewer."""
    count = max(0, min(count, len(among) - skip_self))
    found = np.zeros((len(these), count), dtype=np.int64)
    near = np.zeros((len(these), count), dtype=np.float32)
    for start in range(0, len(these) if count else 0, _BLOCK):
        cosines = these[start : start + _BLOCK] @ among.T
        if skip_self:
            inside = np.arange(len(cosines))
            cosines[inside, start + inside] = -2.0
        best = np.sort(np.argpartition(-cosines, count - 1, axis=1)[:, :count], axis=1)
        found[start : start + _BLOCK] = best
        near[start : start + _BLOCK] = np.take_along_axis(cosines, best, axis=1)
    return found, near
