"""How often each bucket occurs in a piece of text, and what that counts for.

A hash table with open addressing, made once for a batch and used again for each piece of text.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.compiling import part

LARGEST_COUNT = 255
VALUES = np.zeros(LARGEST_COUNT + 1, np.int32)
VALUES[1:] = np.rint(256 * (1 + np.log(np.arange(1, LARGEST_COUNT + 1))))
"""What a bucket counts for that occurs so many times."""

STEPS = np.diff(VALUES, append=VALUES[-1])
"""What one more occurrence adds to the value of a bucket that has occurred so many times."""

SQUARE_STEPS = np.diff(VALUES.astype(np.int64) ** 2, append=np.int64(VALUES[-1]) ** 2)

_ROOM = 4  # slots for each n-gram, so that few of them meet
_ONE = np.uint64(1)
_NEW_STAMP = np.uint64(1 << 32)


class Tallies(NamedTuple):
    """Counts of buckets.

    Attributes
    ----------
    keys : ndarray of uint64, shape (a power of two,)
        Stamped buckets: the stamp in the upper half, the bucket in the lower.
    counts : ndarray of int32, same shape
        How often the bucket in each slot occurs.
    stamp : ndarray of uint64, shape (1,)
        Goes up with every new count. What bears an older one is gone: nothing is ever cleared.
    """

    keys: NDArray[np.uint64]
    counts: NDArray[np.int32]
    stamp: NDArray[np.uint64]


@part
def make_tallies(n_grams: int) -> Tallies:
    """Make room to count so many n-grams at once."""
    n_slots = 64
    while n_slots < _ROOM * n_grams:
        n_slots *= 2
    return Tallies(
        np.zeros(n_slots, np.uint64), np.empty(n_slots, np.int32), np.zeros(1, np.uint64)
    )


@part
def open_table(tallies: Tallies, n_grams: int) -> tuple[np.uint64, np.uint64]:
    """Begin a new count; return its stamp and the last slot: a short text stays in fast cache."""
    tallies.stamp[0] += _NEW_STAMP
    last_slot = 63
    while last_slot < _ROOM * n_grams:
        last_slot = 2 * last_slot + 1
    return tallies.stamp[0], np.uint64(last_slot)


@part
def find_slot(tallies: Tallies, key: np.uint64, last_slot: np.uint64) -> np.uint64:
    """Return the slot that holds a stamped bucket, or the free one where it belongs."""
    slot = key & last_slot
    held = tallies.keys[slot]
    while held != key and (held ^ key) < _NEW_STAMP:  # another bucket of the same count
        slot = (slot + _ONE) & last_slot
        held = tallies.keys[slot]
    return slot


@part
def count_again(tallies: Tallies, key: np.uint64, last_slot: np.uint64) -> int:
    """Count a stamped bucket; return how often it occurred before."""
    slot = find_slot(tallies, key, last_slot)
    before = tallies.counts[slot] if tallies.keys[slot] == key else 0
    tallies.keys[slot], tallies.counts[slot] = key, before + 1
    return before


@part
def count_all(
    tallies: Tallies, buckets: NDArray[np.int32], stamp: np.uint64, last_slot: np.uint64
) -> float:
    """Count equal buckets; return the length of the vector of their values."""
    squares = np.int64(0)
    for bucket in buckets:
        before = count_again(tallies, stamp | np.uint64(bucket), last_slot)
        squares += SQUARE_STEPS[min(before, LARGEST_COUNT)]
    return np.sqrt(squares)


@part
def value_of(count: int) -> int:
    """Return what a bucket counts for that occurs so many times."""
    return VALUES[min(count, LARGEST_COUNT)]
