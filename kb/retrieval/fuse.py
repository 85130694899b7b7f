"""Several kinds of evidence on the same rows become one score: standardised scores by default, or reciprocal ranks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kb.retrieval.recipe import Rule

Scores = NDArray[np.float64]
Rows = NDArray[np.bool_]

RANK_CONSTANT = 10.0
DEPTH = 1000
ROUNDING = 1e-7
OWN_SCALE = 50  # units of a kind that are enough to have a scale of their own


def fuse(
    evidence: Mapping[str, Scores], weights: Mapping[str, float], rule: Rule, glossed: Rows | None = None
) -> tuple[Scores, dict[str, Scores]]:
    """One score a row, and each piece of evidence's part in it; scores may be negative, minus infinity: no evidence.

    `standard`: the weighted sum of standard scores. `rrf`: the logarithm of the weighted sum of reciprocal ranks, so
    that under both rules a bonus that is added multiplies a row's chances alike. `glossed`: the rows with a digest,
    which are standardised apart from the rest.
    """
    if rule == "standard":
        parts = {name: weights[name] * standard_scores(scores, glossed) for name, scores in evidence.items()}
        return np.sum(list(parts.values()), axis=0), parts
    parts = {name: weights[name] * reciprocal_ranks(scores) for name, scores in evidence.items()}
    with np.errstate(divide="ignore"):
        return np.log(np.sum(list(parts.values()), axis=0)), parts


def standard_scores(scores: Scores, glossed: Rows | None = None) -> Scores:
    """(score - mean) / standard deviation over all rows; all zero where the scores differ by rounding alone.

    Digests and questions speak as askers do and lie nearer to questions than a treaty's words, so units with and
    without them have scales of their own where there are enough of both.
    """
    if glossed is None or min(glossed.sum(), (~glossed).sum()) < OWN_SCALE:
        return _standardised(scores)
    found = np.zeros(len(scores))
    found[glossed], found[~glossed] = _standardised(scores[glossed]), _standardised(scores[~glossed])
    return found


def _standardised(scores: Scores) -> Scores:
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
