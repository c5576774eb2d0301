"""How much of a stream could be decided without a person at a stated error."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.intervals import Figure, measure_mean

Floats = NDArray[np.float64]

TOXIC_IN_APPROVED, GOOD_IN_REJECTED = 0.01, 0.05
_TRIALS = 50


@dataclass(frozen=True)
class Automation:
    """Over random halves: thresholds from one half, shares and errors on the other.

    Attributes
    ----------
    decided : Figure
        Share of the stream that no person need see.
    approved, rejected : Figure
    toxic_in_approved, good_in_rejected : Figure
    """

    decided: Figure
    approved: Figure
    rejected: Figure
    toxic_in_approved: Figure
    good_in_rejected: Figure


def measure_automation(scores: Floats, labels: Floats) -> Automation:
    """Approve from below and reject from above, as far as the error budgets go."""
    random = np.random.default_rng(0)
    trials = []
    for _ in range(_TRIALS):
        chosen = random.random(len(scores)) < 0.5  # noqa: PLR2004 - halves
        low, high = _find_thresholds(scores[chosen], labels[chosen])
        trials.append(_apply(scores[~chosen], labels[~chosen], low, high))
    return Automation(*map(measure_mean, np.transpose(trials)))


def _find_thresholds(scores: Floats, labels: Floats) -> tuple[float, float]:
    order = np.argsort(scores, kind="stable")
    ranks = np.arange(1, len(scores) + 1)
    toxic_below = np.cumsum(labels[order]) / ranks
    good_above = np.cumsum(1 - labels[order][::-1]) / ranks
    approved = np.flatnonzero(toxic_below <= TOXIC_IN_APPROVED)
    rejected = np.flatnonzero(good_above <= GOOD_IN_REJECTED)
    low = scores[order[approved[-1]]] if len(approved) else -np.inf
    high = scores[order[::-1][rejected[-1]]] if len(rejected) else np.inf
    return float(low), max(float(high), float(low))


def _apply(scores: Floats, labels: Floats, low: float, high: float) -> tuple[float, ...]:
    approved = scores <= low
    rejected = (scores >= high) & ~approved
    toxic = labels[approved].mean() if approved.any() else 0.0
    good = 1 - labels[rejected].mean() if rejected.any() else 0.0
    decided = approved.mean() + rejected.mean()
    shares = decided, approved.mean(), rejected.mean(), toxic, good
    return tuple(map(float, shares))
