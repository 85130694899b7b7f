"""How provisions lie to each other: what each is about in one vector, its nearest kin, and who lends it a gloss.

A provision with a digest has a gist, the direction of its digest and questions taken together. Parallel provisions of
other instruments are near by their gists. A provision without a digest borrows: it is near glossed ones by its text.
A gist is a weighted sum of rows, so its cosine with a question is the same sum of their cosines: only weights are kept.
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
Rows = NDArray[np.int64]

NEIGHBOURS = 10
SHARPNESS = 8  # similarities are raised to this power, so that near kin outweigh far ones
LENDERS = 5
GLOSS: tuple[Layer, ...] = ("digest", "question")  # what a gist is made of
LAYERS: tuple[Layer, ...] = ("text", *GLOSS)
_BLOCK = 2048  # rows compared at once


@dataclass(frozen=True, slots=True)
class Kin:
    """All arrays but the first have one row a unit.

    `weights`, one a chunk: what its vector weighs in the gist of its unit. `glossed`: which units have a gist. `rows`
    and `shares`, shape (n, NEIGHBOURS): the nearest units by gist and their shares, which sum to 1; shares are zero
    without a digest. `lenders` and `nearness`, shape (n, LENDERS): the nearest glossed units and their cosines; zero
    where the unit has a digest of its own.
    """

    weights: Matrix
    glossed: NDArray[np.bool_]
    rows: NDArray[np.int32]
    shares: Matrix
    lenders: NDArray[np.int32]
    nearness: Matrix

    @classmethod
    def build(cls, units: Sequence[str], chunks: Sequence[Chunk], vectors: Matrix) -> Kin:
        """Kin of these units, in their order; `vectors[i]` belongs to `chunks[i]`, rows of unit length."""
        rows_of = _rows_by_layer(units, chunks)
        gist, weights = _gists(len(units), rows_of, vectors)
        glossed = np.flatnonzero(gist.any(axis=1))
        bare = np.flatnonzero(~gist.any(axis=1))
        rows, shares = _table(len(units), NEIGHBOURS)
        found, near = _nearest(gist[glossed], gist[glossed], NEIGHBOURS, skip_self=True)
        rows[glossed, : found.shape[1]] = glossed[found]
        shares[glossed, : found.shape[1]] = _shares(near)
        lenders, nearness = _table(len(units), LENDERS)
        body = _unit(_sums(len(units), rows_of["text"], vectors))
        lending = np.where(body[glossed].any(axis=1, keepdims=True), body[glossed], gist[glossed])
        found, near = _nearest(body[bare], lending, LENDERS, skip_self=False)
        lenders[bare, : found.shape[1]] = glossed[found]
        nearness[bare, : found.shape[1]] = np.clip(near, 0, None)
        return cls(weights, np.asarray(gist.any(axis=1)), rows, shares, lenders, nearness)

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


def _rows_by_layer(units: Sequence[str], chunks: Sequence[Chunk]) -> dict[Layer, tuple[Rows, Rows]]:
    """Of each layer the rows of its chunks, and the units that these belong to."""
    place = {unit: row for row, unit in enumerate(units)}
    found: dict[Layer, tuple[list[int], list[int]]] = {layer: ([], []) for layer in LAYERS}
    for row, chunk in enumerate(chunks):
        if chunk.layer in found:
            found[chunk.layer][0].append(row)
            found[chunk.layer][1].append(place[chunk.unit])
    return {layer: (np.array(at, np.int64), np.array(of, np.int64)) for layer, (at, of) in found.items()}


def _sums(size: int, rows: tuple[Rows, Rows], vectors: Matrix) -> Matrix:
    """The sum of each unit's rows, shape (n, dim)."""
    at, of = rows
    sums = np.zeros((size, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, of, vectors[at])
    return sums


def _gists(size: int, rows_of: Mapping[Layer, tuple[Rows, Rows]], vectors: Matrix) -> tuple[Matrix, Matrix]:
    """The units' gists, and each row's weight in them: digest and questions count alike, however many they are."""
    sums = {layer: _sums(size, rows_of[layer], vectors) for layer in GLOSS}
    lengths = {layer: np.linalg.norm(of_layer, axis=1) for layer, of_layer in sums.items()}
    both = sum(of_layer / _or_one(lengths[layer])[:, None] for layer, of_layer in sums.items())
    total = np.linalg.norm(both, axis=1)
    weights = np.zeros(len(vectors), dtype=np.float32)
    for layer in GLOSS:
        at, of = rows_of[layer]
        weights[at] = 1 / _or_one(lengths[layer] * total)[of]
    return np.asarray(both / _or_one(total)[:, None], dtype=np.float32), weights


def _or_one(lengths: Matrix) -> Matrix:
    return np.where(lengths == 0, 1, lengths)


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
