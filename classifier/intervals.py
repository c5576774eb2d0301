"""Figures with the range that chance leaves them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata
from sklearn.metrics import average_precision_score

Floats: TypeAlias = NDArray[np.float64]

_Z = 1.96
_DRAWS = 200


@dataclass(frozen=True)
class Figure:
    """A measured value and its 95 % confidence interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def measure_auc(scores: NDArray[np.floating], labels: NDArray[np.floating]) -> Figure:
    """Area under the ROC curve, its interval by resampling either class by itself."""
    return _resample(_get_auc, scores[labels == 1], scores[labels == 0])


def measure_precision(scores: NDArray[np.floating], labels: NDArray[np.floating]) -> Figure:
    """Average precision, its interval by resampling either class by itself."""
    return _resample(_get_precision, scores[labels == 1], scores[labels == 0])


def measure_mean(draws: Floats) -> Figure:
    """Mean of repeated measurements, and where 95 % of them lie."""
    low, high = np.quantile(draws, [0.025, 0.975])
    return Figure(float(np.mean(draws)), float(low), float(high))


def measure_share(hits: ArrayLike) -> Figure:
    """Share of hits, with Wilson's interval."""
    values = np.asarray(hits, np.float64)
    return estimate_share(float(values.mean()), len(values))


def estimate_share(share: float, n: float) -> Figure:
    """Put Wilson's interval around a share of n."""
    centre = share + _Z**2 / (2 * n)
    spread = _Z * (share * (1 - share) / n + _Z**2 / (4 * n**2)) ** 0.5
    scale = 1 + _Z**2 / n
    low, high = (centre - spread) / scale, (centre + spread) / scale
    # Rounding must not put a share of 0 or 1 outside its interval.
    return Figure(share, max(0.0, min(low, share)), min(1.0, max(high, share)))


def measure_excess(measure: Callable[[NDArray[np.intp]], float], n: int) -> Figure:
    """Measure what chance can only raise, as an error is, on rows 0 to n.

    The interval is the basic one (Davison and Hinkley 1997, "Bootstrap Methods and their
    Application", 5.2): resampled errors are too large by about as much as the measured one is.
    """
    random, value = np.random.default_rng(0), measure(np.arange(n))
    draws = [measure(random.integers(0, n, n)) for _ in range(_DRAWS)]
    low, high = 2 * value - np.quantile(draws, [0.975, 0.025])
    return Figure(value, max(0.0, float(low)), max(value, float(high)))


def _resample(
    measure: Callable[[NDArray[np.floating], NDArray[np.floating]], float],
    positives: NDArray[np.floating],
    negatives: NDArray[np.floating],
) -> Figure:
    random = np.random.default_rng(0)
    draws = [
        measure(random.choice(positives, len(positives)), random.choice(negatives, len(negatives)))
        for _ in range(_DRAWS)
    ]
    low, high = np.quantile(draws, [0.025, 0.975])
    return Figure(measure(positives, negatives), float(low), float(high))


def _get_auc(positives: NDArray[np.floating], negatives: NDArray[np.floating]) -> float:
    ranks = rankdata(np.concatenate([positives, negatives]))[: len(positives)]
    wins = ranks.sum() - len(positives) * (len(positives) + 1) / 2
    return float(wins / (len(positives) * len(negatives)))


def _get_precision(positives: NDArray[np.floating], negatives: NDArray[np.floating]) -> float:
    labels = np.repeat([1, 0], [len(positives), len(negatives)])
    return float(average_precision_score(labels, np.concatenate([positives, negatives])))
