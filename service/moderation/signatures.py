"""Signatures that are nearly alike for texts that are nearly alike (MinHash).

Two signatures agree in about the share of rows that their texts share of shingles. Cut into bands
of four rows, texts that share four fifths have a band in common in 96 cases of 100, texts that
share two fifths in 14: so candidates are found by key, and then compared row by row.
"""

import string

import numpy as np

from service.domain.lettering import fold

ROWS = 24
SHINGLE = 5
SHORTEST = 32
"""Code points; two shorter texts are alike by chance too often."""

_LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"

# Factors are odd, and fixed for ever, since signatures are kept.
_FACTORS = np.random.default_rng(5).integers(2**63, size=ROWS + SHINGLE, dtype=np.uint64) * 2 + 1
_OF_A_SHINGLE, _OF_A_ROW = _FACTORS[ROWS:], _FACTORS[:ROWS, None]
_MIX = np.uint64(0x9E3779B97F4A7C15)
"""Spreads sums over 64 bits: multiplied as they are, rows agree less often than they ought."""
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
"""How a row is written: twelve bits, as base64 has them."""
_LAST_PAIR = np.uint64(len(_PAIRS) - 1)
_FROM_BIT = np.uint64(24)
"""Of the least hash of a row these bits are kept: the upper ones of a least number are all zero."""


def signature_of(text: str) -> str:
    """Give a text's signature: `ROWS` rows of two characters each."""
    folded = " ".join(fold(text).split()).ljust(SHINGLE)
    letters = np.frombuffer(folded.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    # One sum for each shingle; that the same comes twice does not change what is least.
    hashes = np.convolve(letters, _OF_A_SHINGLE, "valid") * _MIX
    hashes ^= hashes >> np.uint64(29)
    least = (hashes * _OF_A_ROW).min(axis=1) >> _FROM_BIT & _LAST_PAIR
    return "".join([_PAIRS[row] for row in least.tolist()])
