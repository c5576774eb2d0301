"""Whether a comment is written in words that the model has met.

A text in a language that the model never learnt, or in no language at all, still gets a score. It
is worth little, and this tells: the share of the text's words that stood in enough of the training
comments. The words themselves are not kept, only one bit for each of their hashes.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from classifier.compiling import kernel, part
from classifier.folded import WORD, Folded
from classifier.hashing import hash_on

BITS = 20
LEAST_COMMENTS = 8
"""Training comments that a word must stand in to be familiar."""

LEAST_LETTERS = 3
LEAST_WORDS = 3
LEAST_SHARE = 0.5
"""A comment of at least so many such words is unfamiliar if fewer than this share are known."""

_SHIFT = np.uint64(64 - BITS)
_SEED = np.uint64(0x8EBC6AF09C88C6E3)

Words: TypeAlias = NDArray[np.uint8]


def learn_words(folded: Folded) -> Words:
    """Remember the words of a training corpus as bits, shape (2**BITS // 8,)."""
    return np.packbits(count_comments(folded) >= LEAST_COMMENTS, bitorder="little")


@kernel
def count_comments(folded: Folded) -> NDArray[np.int32]:
    """Count the comments that each hashed word stands in, shape (2**BITS,)."""
    counts = np.zeros(1 << BITS, np.int32)
    last = np.full(1 << BITS, -1, np.int32)
    for text in range(len(folded.bounds) - 1):
        place, end = folded.bounds[text], folded.bounds[text + 1]
        while place < end:
            stop, hashed = _read_word(folded, place, end)
            if stop > place and last[hashed] != text:
                counts[hashed] += 1
                last[hashed] = text
            place = max(stop, place + 1)
    return counts


@kernel
def find_familiar(folded: Folded, words: Words) -> NDArray[np.bool_]:
    """Tell of each text whether enough of its words are known; very short ones always are."""
    n_texts = len(folded.bounds) - 1
    familiar = np.ones(n_texts, np.bool_)
    for text in range(n_texts):
        place, end = folded.bounds[text], folded.bounds[text + 1]
        n_words, n_known = 0, 0
        while place < end:
            stop, hashed = _read_word(folded, place, end)
            if stop >= place + LEAST_LETTERS:
                n_words += 1
                n_known += 1 if words[hashed >> 3] >> (hashed & 7) & 1 else 0
            place = max(stop, place + 1)
        familiar[text] = n_words < LEAST_WORDS or n_known >= LEAST_SHARE * n_words
    return familiar


@part
def _read_word(folded: Folded, place: int, end: int) -> tuple[int, int]:
    """Read the word that begins here, if one does; return where it ends, and its bit."""
    hashed = _SEED
    while place < end and folded.kinds[place] & WORD:
        hashed = hash_on(hashed, folded.codes[place])
        place += 1
    return place, int(hashed >> _SHIFT)
