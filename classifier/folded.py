"""What folding makes of texts, as arrays."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from classifier.alphabets import DIGIT, LETTER, UNDERSCORE
from classifier.compiling import part

BLANK = 32  # what every run of white space folds to
ASCII = 128  # code points below this are ASCII
PLACEHOLDER = 0xE000  # private use: stands for any term of identity
LETTER_OR_DIGIT = LETTER | DIGIT
WORD = LETTER_OR_DIGIT | UNDERSCORE

Codes: TypeAlias = NDArray[np.int32]
Kinds: TypeAlias = NDArray[np.uint8]
Bounds: TypeAlias = NDArray[np.int64]


class Folded(NamedTuple):
    """A batch of folded texts, one after the other.

    Attributes
    ----------
    codes : ndarray of int32, shape (n_characters,)
        Code points; each text begins and ends with a space.
    kinds : ndarray of uint8, shape (n_characters,)
        What each character is, in the bits of ``classifier.alphabets``.
    origins : ndarray of int32, shape (n_characters,)
        Place of the character in the original text, in code points. A token's characters come
        from the original from the origin of its first to the origin of the space behind it.
    bounds : ndarray of int64, shape (n_texts + 1,)
        Where each text begins; the last one is where the batch ends.
    """

    codes: Codes
    kinds: Kinds
    origins: Codes
    bounds: Bounds


@part
def move(out: Folded, read: int, write: int) -> int:
    """Copy a character to a place before it; return the place behind that."""
    out.codes[write] = out.codes[read]
    out.kinds[write] = out.kinds[read]
    out.origins[write] = out.origins[read]
    return write + 1
