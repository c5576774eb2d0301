"""Calibration curves: from a label's margin to a probability that can be taken at its word.

Every curve is a rising line of straight pieces from log-odds to log-odds. Two points make the
sigmoid calibration, more make the isotonic one, and the ends run on as they began, to just short of
0 and 1.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.compiling import kernel
from classifier.margins import Margins

_FARTHEST = 15.0  # log-odds beyond which a probability would round to 0 or 1


class Curves(NamedTuple):
    """The curves of all labels.

    Attributes
    ----------
    margins, log_odds : ndarray of float64, shape (n_labels, n_points)
        Points of each curve, rising strictly; at least two. Shorter curves repeat their last
        straight piece.
    """

    margins: Margins
    log_odds: Margins


def stack_curves(curves: list[tuple[list[float], list[float]]]) -> Curves:
    """Bring curves of different lengths into one table."""
    n_points = max(len(margins) for margins, _ in curves)
    table = [[_extend(points, n_points) for points in curve] for curve in curves]
    margins, log_odds = np.array(table, np.float64).transpose(1, 0, 2)
    return Curves(np.ascontiguousarray(margins), np.ascontiguousarray(log_odds))


def _extend(points: list[float], n_points: int) -> list[float]:
    step = points[-1] - points[-2]
    return [*points, *(points[-1] + step * (i + 1) for i in range(n_points - len(points)))]


@kernel
def calibrate(margins: Margins, curves: Curves) -> NDArray[np.float32]:
    """Turn margins, shape (n, n_labels), into probabilities of the same shape."""
    scores = np.empty(margins.shape, np.float32)
    n_points = curves.margins.shape[1]
    for text in range(margins.shape[0]):
        for label in range(margins.shape[1]):
            margin, known = margins[text, label], curves.margins[label]
            right = min(max(np.searchsorted(known, margin), 1), n_points - 1)
            share = (margin - known[right - 1]) / (known[right] - known[right - 1])
            left_odds, right_odds = curves.log_odds[label, right - 1], curves.log_odds[label, right]
            odds = left_odds + share * (right_odds - left_odds)
            scores[text, label] = 1 / (1 + np.exp(-min(max(odds, -_FARTHEST), _FARTHEST)))
    return scores
