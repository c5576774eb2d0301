"""Fit the curve that turns one label's margins into probabilities."""

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

ENOUGH_FOR_ISOTONIC = 200
"""Rows of either kind from which the isotonic curve is the better one."""

_BEYOND = 10.0  # log-odds that the isotonic curve is drawn on past the last evidence
_NO_PENALTY = 1e6

Points = tuple[list[float], list[float]]


def fit_curve(margins: NDArray[np.float64], labels: NDArray[np.float32]) -> tuple[str, Points]:
    """Fit a calibration curve to margins and the 0 or 1 that they should have foretold.

    Returns
    -------
    kind : str
        ``"isotonic"`` with at least `ENOUGH_FOR_ISOTONIC` rows of either kind, else ``"sigmoid"``.
    points : tuple of two lists
        Margins and log-odds, see ``classifier.curves``.
    """
    slope, intercept = _fit_sigmoid(margins, labels)
    if min((labels == 1).sum(), (labels == 0).sum()) < ENOUGH_FOR_ISOTONIC:
        ends = [float(margins.min()), float(margins.max())]
        return "sigmoid", (ends, [slope * end + intercept for end in ends])
    knots, odds = _fit_isotonic(margins, labels)
    knots = np.concatenate([[knots[0] - _BEYOND], knots, [knots[-1] + _BEYOND]])
    odds = np.concatenate([[odds[0] - slope * _BEYOND], odds, [odds[-1] + slope * _BEYOND]])
    return "isotonic", (knots.tolist(), odds.tolist())


def _fit_sigmoid(margins: NDArray[np.float64], labels: NDArray[np.float32]) -> tuple[float, float]:
    """Fit Platt's sigmoid, with his targets just short of 0 and 1."""
    n_positive, n_negative = (labels == 1).sum(), (labels == 0).sum()
    target = np.where(labels == 1, (n_positive + 1) / (n_positive + 2), 1 / (n_negative + 2))
    model = LogisticRegression(C=_NO_PENALTY).fit(
        np.tile(margins, 2)[:, np.newaxis],
        np.repeat([1, 0], len(margins)),
        sample_weight=np.concatenate([target, 1 - target]),
    )
    return max(float(model.coef_[0, 0]), 1e-3), float(model.intercept_[0])


def _fit_isotonic(
    margins: NDArray[np.float64], labels: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Put a knot in the middle of each step, so that the curve rises between them.

    See Oron and Flournoy 2017, "Centered isotonic regression", Statistics in Biopharmaceutical
    Research 9.
    """
    steps = IsotonicRegression().fit_transform(margins, labels)
    _, step, counts = np.unique(steps, return_inverse=True, return_counts=True)
    knots = np.bincount(step, margins) / counts
    shares = (np.bincount(step, labels) + 0.5) / (counts + 1)
    rising = np.concatenate([[True], shares[1:] > np.maximum.accumulate(shares)[:-1]])
    knots, shares = knots[rising], shares[rising]
    return knots, np.log(shares / (1 - shares))
