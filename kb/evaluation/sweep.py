"""Which of several configurations is best, told honestly: chosen on some questions, scored on the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.evaluation.compare import Values
from kb.evaluation.summary import BOUNDS, ROUNDS, Interval, resampled_means

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice by cross-validation.

    `chosen`: the configuration taken for each fold, by the questions outside it. `held_out`: the mean over all
    questions, each scored by the choice that did not see it. `best` and `best_mean`: the best on all questions, whose
    mean is flattered by having been picked on them.
    """

    measure: str
    chosen: tuple[str, ...]
    held_out: Interval
    best: str
    best_mean: float


def folds_of(qids: Sequence[str], groups: Mapping[str, str], folds: int, seed: int) -> dict[str, int]:
    """A fold for each question, groups spread evenly."""
    order = np.random.default_rng(seed).permutation(len(qids))
    mixed = sorted((qids[at] for at in order), key=lambda qid: groups.get(qid, ""))
    return {qid: place % folds for place, qid in enumerate(mixed)}


def cross_validated(
    runs: Mapping[str, Values], groups: Mapping[str, str], measure: str, *, seed: int, folds: int = FOLDS
) -> Choice:
    """Choose on all folds but one, score on that one, for each fold. A tie goes to the run that comes first."""
    qids = list(next(iter(runs.values())))
    folds = min(folds, len(qids))
    fold = folds_of(qids, groups, folds, seed)
    names = list(runs)
    values = np.array([[runs[name][qid][measure] for qid in qids] for name in names])
    at = np.array([fold[qid] for qid in qids])
    picks = [
        int(np.argmax(values[:, at != f].mean(axis=1) if folds > 1 else values.mean(axis=1))) for f in range(folds)
    ]
    held_out = np.array([values[picks[f], q] for q, f in enumerate(at)])
    low, high = np.percentile(resampled_means(held_out[:, None], seed, ROUNDS), BOUNDS, axis=0)
    best = int(np.argmax(values.mean(axis=1)))
    return Choice(
        measure,
        tuple(names[pick] for pick in picks),
        Interval(float(held_out.mean()), float(low[0]), float(high[0])),
        names[best],
        float(values[best].mean()),
    )
