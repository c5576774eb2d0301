"""How words are hashed: FNV-1a's scheme, in 64 bits and with a multiplier of the golden ratio."""

import numpy as np

from classifier.compiling import part

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@part
def hash_on(hashed: np.uint64, code: int) -> np.uint64:
    """Go on with the hash of a word by one more code point; it begins with a seed."""
    return (hashed ^ np.uint64(code)) * MULTIPLIER
