"""The forward pass of a small BERT in plain numpy: one query becomes a vector before torch would have been imported.

Only what all-MiniLM-L6-v2 needs: absolute positions, exact GELU, mean over all tokens, unit length, 32-bit numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from threadpoolctl import ThreadpoolController

Array = NDArray[Any]  # of float32 throughout
EPSILON = np.float32(1e-12)


@dataclass(frozen=True, slots=True)
class _Layer:
    """Weights of one layer as (inputs, outputs) matrices; query, key and value stand side by side in `qkv`."""

    qkv: Array
    qkv_bias: Array
    out: Array
    out_bias: Array
    out_norm: tuple[Array, Array]
    up: Array
    up_bias: Array
    down: Array
    down_bias: Array
    down_norm: tuple[Array, Array]


class Bert:
    """`embed(ids)` gives the unit-length mean of the last layer's token vectors, shape (dim,)."""

    def __init__(self, weights: Mapping[str, Array], heads: int) -> None:
        self._weights = weights
        self._heads = heads
        self._pools = ThreadpoolController()

    @classmethod
    def from_files(cls, paths: Sequence[Path], heads: int) -> Bert:
        """Read the weights from safetensors files with BERT's usual tensor names; a later file replaces its tensors."""
        weights: dict[str, Array] = {}
        for path in paths:
            weights |= {name: tensor.astype(np.float32) for name, tensor in load_file(path).items()}
        return cls(weights, heads)

    @cached_property
    def _layers(self) -> list[_Layer]:
        count = sum(name.endswith("attention.self.query.weight") for name in self._weights)
        return [_layer(self._weights, f"encoder.layer.{number}.") for number in range(count)]

    def embed(self, ids: Sequence[int]) -> Array:
        """The vector of one sequence of token ids, special tokens included.

        The matrices are small: on a busy machine threads that wait for each other cost ten times what they save.
        """
        with self._pools.limit(limits=1, user_api="blas"):
            return self._forward(ids)

    def _forward(self, ids: Sequence[int]) -> Array:
        states = self._embeddings(np.asarray(ids))
        for layer in self._layers:
            states = self._attend(states, layer)
            states = _norm(
                states + _gelu(states @ layer.up + layer.up_bias) @ layer.down + layer.down_bias, layer.down_norm
            )
        mean = states.mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), float(EPSILON)), dtype=np.float32)

    def _embeddings(self, ids: NDArray[np.int64]) -> Array:
        table = self._weights
        words = table["embeddings.word_embeddings.weight"][ids]
        places = table["embeddings.position_embeddings.weight"][: len(ids)]
        kinds = table["embeddings.token_type_embeddings.weight"][0]
        return _norm(words + places + kinds, _pair(table, "embeddings.LayerNorm"))

    def _attend(self, states: Array, layer: _Layer) -> Array:
        length, width = states.shape
        joint = (states @ layer.qkv + layer.qkv_bias).reshape(length, 3, self._heads, width // self._heads)
        query, key, value = joint.transpose(1, 2, 0, 3)
        weights = _softmax(query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(width // self._heads)))
        mixed = (weights @ value).transpose(1, 0, 2).reshape(length, width)
        return _norm(states + mixed @ layer.out + layer.out_bias, layer.out_norm)


def _layer(table: Mapping[str, Array], at: str) -> _Layer:
    parts = [f"{at}attention.self.{part}" for part in ("query", "key", "value")]
    return _Layer(
        qkv=np.concatenate([table[f"{part}.weight"] for part in parts]).T,
        qkv_bias=np.concatenate([table[f"{part}.bias"] for part in parts]),
        out=table[f"{at}attention.output.dense.weight"].T,
        out_bias=table[f"{at}attention.output.dense.bias"],
        out_norm=_pair(table, f"{at}attention.output.LayerNorm"),
        up=table[f"{at}intermediate.dense.weight"].T,
        up_bias=table[f"{at}intermediate.dense.bias"],
        down=table[f"{at}output.dense.weight"].T,
        down_bias=table[f"{at}output.dense.bias"],
        down_norm=_pair(table, f"{at}output.LayerNorm"),
    )


def _pair(table: Mapping[str, Array], at: str) -> tuple[Array, Array]:
    return table[f"{at}.weight"], table[f"{at}.bias"]


def _norm(states: Array, scale_and_shift: tuple[Array, Array]) -> Array:
    scale, shift = scale_and_shift
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + EPSILON)
    return np.asarray(centred / spread * scale + shift)


def _softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def _gelu(x: Array) -> Array:
    return np.asarray(np.float32(0.5) * x * (np.float32(1) + _erf(x * np.float32(np.sqrt(0.5)))), dtype=np.float32)


def _erf(x: Array) -> Array:
    """Abramowitz and Stegun 7.1.26: absolute error below 1.5e-7, which is what 32-bit numbers can show."""
    t = 1 / (1 + np.float32(0.3275911) * np.abs(x))
    powers = t * (
        np.float32(0.254829592)
        + t
        * (
            np.float32(-0.284496736)
            + t * (np.float32(1.421413741) + t * (np.float32(-1.453152027) + t * np.float32(1.061405429)))
        )
    )
    return np.asarray(np.copysign(1 - powers * np.exp(-x * x), x), dtype=np.float32)
