"""Two rankings of the same questions: how far apart, how surely, and where.

The unit is the question: its value in the other run less its value in the base. Randomisation flips the sign of each
difference by chance: p is the share of such draws whose mean lies at least as far from zero as the one observed. Holm's
correction holds for the runs compared with one base, measure by measure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kb.evaluation.summary import BOUNDS, ROUNDS, Interval, resampled_means

DRAWS = 10_000
SAME = 1e-12  # differences below this are none
Values = Mapping[str, Mapping[str, float]]  # qid → measure → value


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of one run against the base, over a group of questions ("": all)."""

    base: str
    other: str
    measure: str
    group: str
    queries: int
    means: tuple[float, float]  # base, other
    gain: Interval  # of the difference
    wins: int
    losses: int
    p: float
    p_holm: float


@dataclass(frozen=True, slots=True)
class QueryDifference:
    """One question in two runs."""

    qid: str
    base: float
    other: float

    @property
    def gain(self) -> float:
        """Positive where the other run is better."""
        return self.other - self.base


def compare(
    runs: Mapping[str, Values], groups: Mapping[str, str], *, seed: int, draws: int = DRAWS
) -> tuple[Difference, ...]:
    """All later runs against the first, measure by measure: all questions, then each group.

    Questions are those of the base; each run must have a value for each of them.
    """
    (base, first), *others = runs.items()
    measures = list(next(iter(first.values()), {}))
    members = _members(list(first), groups)
    found: list[Difference] = []
    for measure in measures:
        for group, qids in members.items():
            tested = [_difference(base, first, o, v, measure, group, qids, seed, draws) for o, v in others]
            found += _corrected(tested)
    return tuple(found)


def _members(qids: Sequence[str], groups: Mapping[str, str]) -> dict[str, list[str]]:
    named = sorted({groups[qid] for qid in qids if groups.get(qid)})
    return {"": list(qids)} | {name: [qid for qid in qids if groups.get(qid) == name] for name in named}


def _difference(
    base: str,
    first: Values,
    other: str,
    values: Values,
    measure: str,
    group: str,
    qids: Sequence[str],
    seed: int,
    draws: int,
) -> Difference:
    before = np.array([first[qid][measure] for qid in qids])
    after = np.array([values[qid][measure] for qid in qids])
    gains = after - before
    low, high = np.percentile(resampled_means(gains[:, None], seed, ROUNDS), BOUNDS, axis=0)
    p = randomisation_p(gains, seed, draws)
    return Difference(
        base=base,
        other=other,
        measure=measure,
        group=group,
        queries=len(qids),
        means=(float(before.mean()), float(after.mean())),
        gain=Interval(float(gains.mean()), float(low[0]), float(high[0])),
        wins=int((gains > SAME).sum()),
        losses=int((gains < -SAME).sum()),
        p=p,
        p_holm=p,
    )


def randomisation_p(gains: NDArray[np.float64], seed: int, draws: int = DRAWS) -> float:
    """Two-sided p of the paired randomisation test; the observed order counts as one of the draws."""
    moving = gains[np.abs(gains) > SAME]
    if not len(moving):
        return 1.0
    generator = np.random.default_rng(seed)
    observed = abs(float(moving.sum()))
    extreme = 0
    for start in range(0, draws, 1000):
        signs = generator.integers(0, 2, size=(min(1000, draws - start), len(moving))) * 2 - 1
        extreme += int((np.abs(signs @ moving) >= observed - SAME).sum())
    return (extreme + 1) / (draws + 1)


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """The p values corrected for being several, in their order."""
    order = sorted(range(len(values)), key=lambda at: values[at])
    corrected = [0.0] * len(values)
    highest = 0.0
    for place, at in enumerate(order):
        highest = max(highest, min(1.0, values[at] * (len(values) - place)))
        corrected[at] = highest
    return tuple(corrected)


def _corrected(tested: Sequence[Difference]) -> list[Difference]:
    return [replace(each, p_holm=p) for each, p in zip(tested, holm([t.p for t in tested]), strict=True)]


def by_query(base: Values, other: Values, measure: str) -> tuple[QueryDifference, ...]:
    """Every question of the base, greatest gain first, greatest loss last."""
    found = [QueryDifference(qid, row[measure], other[qid][measure]) for qid, row in base.items()]
    return tuple(sorted(found, key=lambda each: (-each.gain, each.qid)))
