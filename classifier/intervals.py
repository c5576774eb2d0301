"""Figures with the range that chance leaves them."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

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
    positives, negatives = scores[labels == 1], scores[labels == 0]
    random = np.random.default_rng(0)
    draws = [
        _get_auc(random.choice(positives, len(positives)), random.choice(negatives, len(negatives)))
        for _ in range(_DRAWS)
    ]
    low, high = np.quantile(draws, [0.025, 0.975])
    return Figure(_get_auc(positives, negatives), float(low), float(high))


def measure_share(hits: ArrayLike) -> Figure:
    """Share of hits, with Wilson's interval."""
    values = np.asarray(hits, np.float64)
    n, share = len(values), float(values.mean())
    centre = share + _Z**2 / (2 * n)
    spread = _Z * (share * (1 - share) / n + _Z**2 / (4 * n**2)) ** 0.5
    scale = 1 + _Z**2 / n
    return Figure(share, max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def _get_auc(positives: NDArray[np.floating], negatives: NDArray[np.floating]) -> float:
    ranks = rankdata(np.concatenate([positives, negatives]))[: len(positives)]
    wins = ranks.sum() - len(positives) * (len(positives) + 1) / 2
    return float(wins / (len(positives) * len(negatives)))
