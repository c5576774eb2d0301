"""Where texts are cut for scoring: a few bad words among many harmless ones would weigh too little.

A text is scored as a whole up to `WINDOW` characters, and a longer one in windows that overlap by
half. One longer than `SHORT` is also scored in short stretches, whose margins are discounted, since
the worst of many harmless stretches looks bad by chance. The worst of all counts.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from classifier.compiling import kernel, part
from classifier.folded import BLANK, Bounds, Codes

WINDOW = 800
SHORT = 300
STRETCH = 150

_BASE, _SHARE = 0.5, 0.5  # of the discount, and of the logarithm of the number of stretches

Places: TypeAlias = NDArray[np.int64]


class Windows(NamedTuple):
    """Pieces of a batch of folded texts, text by text.

    Attributes
    ----------
    texts, begins, ends : ndarray of int64, shape (n_windows,)
        Text that each is a piece of, and the characters of the batch that it covers.
    discounts : ndarray of float64, shape (n_windows,)
        What its margins are lowered by: 0 for all but the short stretches of a long text.
    """

    texts: Places
    begins: Places
    ends: Places
    discounts: NDArray[np.float64]


@kernel
def cut(codes: Codes, bounds: Bounds) -> Windows:
    """Cut a batch of folded texts, at spaces where there are any."""
    windows, n_windows = _make_room(bounds), 0
    for text in range(len(bounds) - 1):
        begin, end = bounds[text], bounds[text + 1]
        first = n_windows
        n_windows = _cut_evenly(codes[:end], begin, WINDOW, WINDOW // 2, windows, n_windows)
        if end - begin > SHORT:
            whole = n_windows
            n_windows = _cut_evenly(codes[:end], begin, STRETCH, STRETCH - 1, windows, n_windows)
            windows.discounts[whole:n_windows] = _BASE + _SHARE * np.log(n_windows - whole)
        windows.texts[first:n_windows] = text
    return Windows(
        windows.texts[:n_windows],
        windows.begins[:n_windows],
        windows.ends[:n_windows],
        windows.discounts[:n_windows],
    )


@part
def _make_room(bounds: Bounds) -> Windows:
    """Make room for more windows than there can be: each begins half a step on at the least."""
    most = 0
    for text in range(len(bounds) - 1):
        length = bounds[text + 1] - bounds[text]
        most += 1 + length // (WINDOW // 4)
        most += 1 + length // (STRETCH // 2) if length > SHORT else 0
    return Windows(
        np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64), np.zeros(most)
    )


@part
def _cut_evenly(
    codes: Codes, begin: int, size: int, step: int, windows: Windows, n_windows: int
) -> int:
    """Write windows of a size behind those that there are; return how many there are then."""
    stop, end = begin, len(codes)
    while stop < end:
        stop = end if end - begin <= size else _find_space(codes, begin + size - 1, size // 2) + 1
        windows.begins[n_windows], windows.ends[n_windows] = begin, stop
        n_windows += 1
        begin = _find_space(codes, min(begin + step, end - 1), step // 2)
    return n_windows


@part
def _find_space(codes: Codes, place: int, reach: int) -> int:
    """Find the last space at `place` or at most so far before it; without one, `place`."""
    for candidate in range(place, place - reach, -1):
        if codes[candidate] == BLANK:
            return candidate
    return place
