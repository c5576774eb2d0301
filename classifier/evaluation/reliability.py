"""Whether what a score foretells comes true."""

import numpy as np
from numpy.typing import NDArray

from classifier.curves import calibrate, stack_curves
from classifier.intervals import Figure, Floats, measure_excess
from classifier.training.calibrating import fit_curve

_BINS = 15


def foretell(margins: Floats, labels: NDArray[np.float32]) -> Floats:
    """Turn margins into probabilities, each half of them by a curve fitted to the other."""
    scores, half = np.empty(len(labels)), np.arange(len(labels)) % 2 == 0
    for fitted, judged in ((half, ~half), (~half, half)):
        _, points = fit_curve(margins[fitted], labels[fitted])
        scores[judged] = calibrate(margins[judged, np.newaxis], stack_curves([points]))[:, 0]
    return scores


def sort_into_bins(scores: Floats, labels: NDArray[np.float32]) -> tuple[Floats, Floats, Floats]:
    """Sort rows by what was foretold.

    Returns
    -------
    foretold, happened, counts : ndarray of float64
        Of each bin that holds any: its mean score, its share with the label, its rows.
    """
    place = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    totals = np.bincount(place, minlength=_BINS)
    used = totals > 0
    counts = totals[used].astype(np.float64)
    foretold = np.bincount(place, scores, _BINS)[used] / counts
    happened = np.bincount(place, labels, _BINS)[used] / counts
    return foretold, happened, counts


def measure_calibration(scores: Floats, labels: NDArray[np.float32]) -> Figure:
    """Measure the expected calibration error."""
    return measure_excess(lambda rows: _measure_error(scores[rows], labels[rows]), len(scores))


def _measure_error(scores: Floats, labels: NDArray[np.float32]) -> float:
    foretold, happened, counts = sort_into_bins(scores, labels)
    return float(np.abs(foretold - happened) @ counts / counts.sum())
