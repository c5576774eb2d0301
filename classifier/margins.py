"""From n-grams to the margins of all labels.

Values are whole 256ths and weights are int8, so a block's sum is an exact integer and comes out
the same in whatever order it is added up.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from classifier.compiling import kernel, part
from classifier.folded import Folded
from classifier.grams import BLOCKS, Buckets, Grams, list_grams, make_room
from classifier.labels import LABELS
from classifier.tallies import (
    LARGEST_COUNT,
    SQUARE_STEPS,
    STEPS,
    VALUES,
    Tallies,
    count_again,
    make_tallies,
    open_table,
)
from classifier.windows import Windows, cut

N_LABELS = len(LABELS)

COUNTS_IN_STRETCHES = np.array([label != "spam" for label in LABELS])
"""Labels that a short stretch may show: an advertisement is one as a whole."""

_ONCE = VALUES[1]
# The eight weights of a bucket are one word of eight bytes. Made unsigned, every second one of them
# can be added to others in 16 bits, up to so many rows at a time.
_UNSIGNED = np.uint64(0x8080808080808080)
_EVERY_SECOND = np.uint64(0x00FF00FF00FF00FF)
_BYTE, _LANE, _LOW = np.uint64(8), np.uint64(16), np.uint64(0xFFFF)
_ROWS_AT_A_TIME = 256
_ZERO_WEIGHT = 128

Weights: TypeAlias = NDArray[np.int8]
Margins: TypeAlias = NDArray[np.float64]


class Model(NamedTuple):
    """A linear model over hashed n-grams.

    Attributes
    ----------
    weights : ndarray of int8, shape (count_buckets(bits), N_LABELS)
        The weights of all labels for one bucket stand side by side.
    scales, intercepts : ndarray of float64, shape (N_LABELS,)
        What one unit of weight is worth, and the margin of a text without n-grams.
    bits : int
    """

    weights: Weights
    scales: Margins
    intercepts: Margins
    bits: int


def measure_margins(folded: Folded, model: Model) -> Margins:
    """Score folded texts against all labels.

    Parameters
    ----------
    folded : Folded
        A batch of n texts.
    model : Model

    Returns
    -------
    ndarray of float64, shape (n, N_LABELS)
        Log-odds before calibration; for a long text, those of its worst window.
    """
    return measure_windows(folded, cut(folded.codes, folded.bounds), model)


@kernel
def measure_windows(folded: Folded, windows: Windows, model: Model) -> Margins:
    """Score folded texts by windows that they were cut into."""
    n_texts = len(folded.bounds) - 1
    margins = np.full((n_texts, N_LABELS), -np.inf)
    grams = make_room(_find_longest(windows))
    tallies = make_tallies(len(grams.buckets))
    found, sums = np.empty(N_LABELS, np.float64), np.empty(N_LABELS, np.int32)
    rows = model.weights.reshape(-1).view(np.uint64)
    for window in range(len(windows.texts)):
        begin, end = windows.begins[window], windows.ends[window]
        found[:] = model.intercepts
        for block in range(BLOCKS):
            n_grams = list_grams(folded, begin, end, block, model.bits, grams)
            if n_grams:
                length = _add_up(grams, n_grams, tallies, model.weights, rows, sums)
                for label in range(N_LABELS):
                    found[label] += sums[label] * model.scales[label] / length
        text, discount = windows.texts[window], windows.discounts[window]
        for label in range(N_LABELS):
            if discount == 0 or COUNTS_IN_STRETCHES[label]:
                margins[text, label] = max(margins[text, label], found[label] - discount)
    return margins


@part
def _find_longest(windows: Windows) -> int:
    """Return the length of the longest window of a batch."""
    longest = 0
    for window in range(len(windows.begins)):
        longest = max(longest, windows.ends[window] - windows.begins[window])
    return longest


@part
def _add_up(
    grams: Grams,
    n_grams: int,
    tallies: Tallies,
    weights: Weights,
    rows: NDArray[np.uint64],
    sums: Buckets,
) -> float:
    """Add up the weights of all labels; return the length of the vector of values.

    Most buckets occur once, so their rows are added up as they are, and a bucket's further
    occurrences add the rest of its value. No sum of a window can overflow 32 bits.
    """
    stamp, last_slot = open_table(tallies, n_grams)
    squares = np.int64(0)
    sums[:] = 0
    for begin in range(0, n_grams, _ROWS_AT_A_TIME):
        even, odd, n_rows = np.uint64(0), np.uint64(0), 0
        for place in range(begin, min(begin + _ROWS_AT_A_TIME, n_grams)):
            bucket = np.uint64(grams.buckets[np.uint64(place)])
            before = count_again(tallies, stamp | bucket, last_slot)
            if before == 0:
                row = rows[bucket] ^ _UNSIGNED
                even += row & _EVERY_SECOND
                odd += row >> _BYTE & _EVERY_SECOND
                n_rows += 1
            else:
                before = min(before, LARGEST_COUNT)
                squares += SQUARE_STEPS[before]
                for label in range(N_LABELS):
                    sums[label] += STEPS[before] * weights[bucket, np.uint64(label)]
        squares += n_rows * SQUARE_STEPS[0]
        for label in range(N_LABELS):
            lanes = odd if label % 2 else even
            total = np.int32(lanes >> _LANE * np.uint64(label // 2) & _LOW)
            sums[label] += _ONCE * (total - _ZERO_WEIGHT * n_rows)
    return np.sqrt(squares)
