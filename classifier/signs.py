"""Signs of advertising in folded text: marks of links, and long numbers."""

import numpy as np

from classifier.compiling import part
from classifier.folded import ASCII, Codes

LINKS = ("://", "ww.", ".com", ".net", ".org")  # www. folds to ww.
NUMBER = "0123456789 +-./()"
LEAST_DIGITS = 8
_ZERO, _NINE = 48, 57
_LINKS = np.array([[*map(ord, link.ljust(5, "\0"))] for link in LINKS], np.int32)
_BEGINS_LINK = np.isin(np.arange(ASCII), _LINKS[:, 0])
_IN_NUMBER = np.isin(np.arange(ASCII), [*map(ord, NUMBER)])


@part
def begins_link(code: int) -> bool:
    """Tell whether the mark of a link may begin with a character."""
    return code < ASCII and _BEGINS_LINK[code]


@part
def begins_number(code: int) -> bool:
    """Tell whether a character is a digit."""
    return _ZERO <= code <= _NINE


@part
def match_link(window: Codes, place: int) -> int:
    """Return where the mark of a link that begins here ends, or `place`."""
    for link in _LINKS:
        length = 0
        while place + length < len(window) and window[place + length] == link[length]:
            length += 1
            if link[length] == 0:
                return place + length
    return place


@part
def match_number(window: Codes, place: int) -> int:
    """Return where the long number that begins here ends, or `place`."""
    n_digits, stop, end = 0, place, place
    while end < len(window) and window[end] <= _NINE and _IN_NUMBER[window[end]]:
        if window[end] >= _ZERO:
            n_digits, stop = n_digits + 1, end + 1
        end += 1
    return stop if n_digits >= LEAST_DIGITS else place
