"""Several kinds of evidence on the same rows become one score: standardised scores by default, or reciprocal ranks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Rule = Literal["standard", "rrf"]

RULES: tuple[Rule, ...] = ("standard", "rrf")
WEIGHTS: Mapping[Rule, Mapping[str, float]] = {
    "standard": {"dense": 1.0, "lexical": 0.5, "dense:text": 0.3},
    "rrf": {"dense": 1.5, "lexical": 1.0, "dense:text": 0.5},
}
RANK_CONSTANT = 10.0
DEPTH = 1000
ROUNDING = 1e-7


def fuse(evidence: Mapping[str, Scores], rule: Rule) -> tuple[Scores, dict[str, Scores]]:
    """One score a row, and each piece of evidence's part in it; scores may be negative, minus infinity: no evidence.

    `standard`: the weighted sum of standard scores. `rrf`: the logarithm of the weighted sum of reciprocal ranks, so
    that under both rules a bonus that is added multiplies a row's chances alike.
    """
    weights = WEIGHTS[rule]
    if rule == "standard":
        parts = {name: weights[name] * standard_scores(scores) for name, scores in evidence.items()}
        return np.sum(list(parts.values()), axis=0), parts
    parts = {name: weights[name] * reciprocal_ranks(scores) for name, scores in evidence.items()}
    with np.errstate(divide="ignore"):
        return np.log(np.sum(list(parts.values()), axis=0)), parts


def standard_scores(scores: Scores) -> Scores:
    """(score - mean) / standard deviation over all rows; all zero where the scores differ by rounding alone."""
    spread = float(scores.std()) if len(scores) else 0.0
    largest = float(np.max(np.abs(scores), initial=1.0))
    if spread <= ROUNDING * largest:
        return np.zeros(len(scores))
    return np.asarray((scores - scores.mean()) / spread, dtype=np.float64)


def reciprocal_ranks(scores: Scores, constant: float = RANK_CONSTANT, depth: int = DEPTH) -> Scores:
    """1 / (constant + rank) for the `depth` best rows that score above zero, 0 for the rest.

    Formula: Cormack, Clarke and Büttcher 2009, reciprocal rank fusion. Equal scores keep row order.
    """
    order = np.argsort(-scores, kind="stable")[:depth]
    order = order[scores[order] > 0]
    fused = np.zeros(len(scores))
    fused[order] = 1.0 / (constant + 1.0 + np.arange(len(order)))
    return fused


def best_per_unit(scores: NDArray[np.float32], unit_of_row: NDArray[np.int64], units: int) -> Scores:
    """The best score among a unit's rows; 0 where a unit has none or none above zero."""
    best = np.zeros(units)
    np.maximum.at(best, unit_of_row, scores.astype(np.float64))
    return best
