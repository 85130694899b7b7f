"""Means over queries, of all and of each group, with bootstrap 95 % confidence intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 2000
BOUNDS = (2.5, 97.5)  # percentiles of the resampled means


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the bounds of its 95 % confidence interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """The means of one run over one group of queries; the group "" is all of them."""

    tag: str
    group: str
    queries: int
    measures: Mapping[str, Interval]


def summarise(
    per_query: Mapping[str, Mapping[str, float]],
    groups: Mapping[str, str],
    *,
    seed: int,
    tag: str = "run",
    rounds: int = ROUNDS,
) -> tuple[Row, ...]:
    """One row for all queries, then one for each group in alphabetical order; no rows where nothing was judged.

    `groups` maps qid to group; a query without one counts in the first row only. Queries are resampled with
    replacement `rounds` times. Each row starts from the same seed, so that a row never depends on the others.
    """
    if not per_query:
        return ()
    named = sorted({groups[qid] for qid in per_query if groups.get(qid)})
    members = [("", list(per_query))] + [(name, [q for q in per_query if groups.get(q) == name]) for name in named]
    return tuple(
        Row(tag, name, len(qids), _intervals([per_query[qid] for qid in qids], seed, rounds)) for name, qids in members
    )


def _intervals(rows: Sequence[Mapping[str, float]], seed: int, rounds: int) -> dict[str, Interval]:
    names = list(rows[0])
    values = np.array([[row[name] for name in names] for row in rows], dtype=np.float64)
    means = values.mean(axis=0)
    low, high = np.percentile(resampled_means(values, seed, rounds), BOUNDS, axis=0)
    return {name: Interval(float(means[i]), float(low[i]), float(high[i])) for i, name in enumerate(names)}


def resampled_means(values: NDArray[np.float64], seed: int, rounds: int) -> NDArray[np.float64]:
    """Means of resampled queries, `rounds` rows by measures. Drawing how often each query comes saves memory."""
    count = len(values)
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=rounds)
    return np.asarray(draws @ values / count, dtype=np.float64)
