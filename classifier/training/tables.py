"""From fitted coefficients to the table of small integers that the kernels score with."""

import numpy as np
from numpy.typing import NDArray

from classifier.margins import Model

_LARGEST = 127


def quantise(
    coefficients: NDArray[np.float64], intercepts: NDArray[np.float64], bits: int, kept: float
) -> Model:
    """Round coefficients to int8 with one scale for each label.

    Parameters
    ----------
    coefficients : ndarray of float64, shape (count_buckets(bits), n_labels)
        Weights of the unscaled n-grams: inverse document frequencies multiplied in.
    intercepts : ndarray of float64, shape (n_labels,)
    bits : int
    kept : float
        Share of the buckets that keep their weights. Those whose largest weight is smallest are
        set to zero: they compress away, and score the same.

    Notes
    -----
    The scale is the largest weight of the label. Cutting the largest ones off would sharpen the
    rest, but they are the strongest slurs.
    """
    scales = np.abs(coefficients).max(axis=0) / _LARGEST
    scales[scales == 0] = 1
    units = coefficients / scales
    strength = np.abs(units).max(axis=1)
    units[strength < np.quantile(strength, 1 - kept)] = 0
    weights = np.rint(units).astype(np.int8)
    return Model(weights, scales, intercepts.astype(np.float64), bits)
