"""Digits and signs that stand for letters, as in ``1d10t``."""

import numpy as np

from classifier.alphabets import DIGIT, LETTER, SPACE
from classifier.compiling import part
from classifier.folded import ASCII, WORD, Folded

_DOLLAR = 36
_LEET = np.zeros(ASCII, np.int32)
_LEET[[ord(sign) for sign in "0134578@$!+|"]] = [ord(letter) for letter in "oieastbasitl"]


@part
def unleet(out: Folded, begin: int, end: int) -> None:
    """Read digits and signs as letters, in tokens with more than one letter for two digits."""
    letters, digits, signs, token = 0, 0, 0, begin
    for place in range(begin, end):
        kind = out.kinds[place]
        if kind & SPACE:
            if signs and 2 * letters > digits:
                _replace_signs(out, token, place)
            letters, digits, signs, token = 0, 0, 0, place + 1
        elif kind & LETTER:
            letters += 1
        else:
            digits += 1 if kind & DIGIT else 0
            signs += 1 if _is_sign(out.codes[place]) else 0


@part
def _is_sign(code: int) -> bool:
    return code < ASCII and _LEET[code] != 0


@part
def _replace_signs(out: Folded, begin: int, end: int) -> None:
    """Put letters for signs from right to left, so that a sign may lean on one behind it."""
    for place in range(end - 1, begin - 1, -1):
        code = out.codes[place]
        # Neither the @ of a mention nor the ! of an exclamation stands for a letter.
        inner = out.kinds[place + 1] & WORD and (
            out.kinds[place - 1] & WORD or _is_sign(out.codes[place - 1])
        )
        if _is_sign(code) and (out.kinds[place] & DIGIT or code == _DOLLAR or inner):
            out.codes[place] = _LEET[code]
            out.kinds[place] = LETTER
