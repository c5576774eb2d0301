"""Words that name groups of people, each replaced by one and the same placeholder."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from classifier.alphabets import LETTER
from classifier.compiling import kernel, part
from classifier.folded import PLACEHOLDER, WORD, Codes, Folded, move
from classifier.hashing import hash_on

NO_TERMS = np.zeros(1, np.uint64)
_SEED = np.uint64(0x2545F4914F6CDD1D)

Terms: TypeAlias = NDArray[np.uint64]


@part
def mask(out: Folded, begin: int, end: int, terms: Terms) -> int:
    """Put the placeholder for each word that is in the table of terms."""
    write = read = begin
    while read < end:
        stop = read
        while out.kinds[stop] & WORD:  # ends at the space behind the text at the latest
            stop += 1
        if stop > read and _holds(terms, hash_word(out.codes[read:stop])):
            write = move(out, read, write)
            out.codes[write - 1], out.kinds[write - 1] = PLACEHOLDER, LETTER
        else:
            stop = max(stop, read + 1)
            if write == read:  # nothing was replaced yet
                write = stop
            else:
                for place in range(read, stop):
                    write = move(out, place, write)
        read = stop
    return write


@kernel
def hash_word(codes: Codes) -> np.uint64:
    """Hash the code points of a word as the table of terms holds it."""
    hashed = _SEED
    for code in codes:
        hashed = hash_on(hashed, code)
    return hashed


@part
def _holds(terms: Terms, hashed: np.uint64) -> bool:
    slot = np.int64(hashed >> np.uint64(32)) & (len(terms) - 1)
    while terms[slot] != 0:
        if terms[slot] == hashed:
            return True
        slot = (slot + 1) & (len(terms) - 1)
    return False
