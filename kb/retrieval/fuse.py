"""Reciprocal rank fusion of rankings over the same rows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

RANK_CONSTANT = 10.0
DEPTH = 1000


def reciprocal_ranks(scores: Scores, constant: float = RANK_CONSTANT, depth: int = DEPTH) -> Scores:
    """1 / (constant + rank) for the `depth` best rows that score above zero, 0 for the rest.

    Formula: Cormack, Clarke and Büttcher 2009, reciprocal rank fusion. Equal scores keep row order.
    """
    order = np.argsort(-scores, kind="stable")[:depth]
    order = order[scores[order] > 0]
    fused = np.zeros(len(scores))
    fused[order] = 1.0 / (constant + 1.0 + np.arange(len(order)))
    return fused


def fuse(evidence: Mapping[str, Scores], weights: Mapping[str, float]) -> tuple[Scores, dict[str, Scores]]:
    """The weighted sum of reciprocal ranks, and each piece of evidence's contribution to it."""
    parts = {name: weights[name] * reciprocal_ranks(scores) for name, scores in evidence.items()}
    total = np.sum(list(parts.values()), axis=0)
    return total, parts


def best_per_unit(scores: NDArray[np.float32], unit_of_row: NDArray[np.int64], units: int) -> Scores:
    """The best score among a unit's rows; 0 where a unit has none or none above zero."""
    best = np.zeros(units)
    np.maximum.at(best, unit_of_row, scores.astype(np.float64))
    return best
