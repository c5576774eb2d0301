"""From folded text to hashed n-grams, and from n-grams to the margins of all labels.

Characters make n-grams of 3 to 5 within tokens, the spaces around a token included; words (runs of
letters, digits and underscores) make n-grams of 1 and 2. Links and long numbers, the signs of
advertising, are one gram each, whatever they say. All hash into one table, but each block is
counted and normalised by itself.

Values are whole 256ths and weights are int8, so a block's sum is an exact integer and comes out
the same in whatever order it is added up.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from classifier.compiling import kernel, part
from classifier.folding import PLACEHOLDER, WORD, Folded
from classifier.labels import LABELS

N_LABELS = len(LABELS)
BLOCKS = 3  # characters, words, signs
IDENTITY_SHARE = 6  # one bucket for grams about identity for every 2**6 others
LARGEST_COUNT = 255
VALUES = np.rint(256 * (1 + np.log(np.maximum(np.arange(LARGEST_COUNT + 1), 1)))).astype(np.int32)
# Characters scored in one piece. One insult hidden among 3,000 harmless characters is found in 42 %
# of cases, against 15 % with windows of 2,000; of ordinary comments 0.0005 AUC is lost.
WINDOW = 800

_SHORTEST, _LONGEST = 3, 5
_SPACE = 32
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_CHARACTER_SEED = np.uint64(0x51A3F0D6C2B78E49)
_WORD_SEED = np.uint64(0xC6A4A7935BD1E995)
_LINK_SEED = np.uint64(0x8CB92BA72F3D8DD7)
_NUMBER_SEED = np.uint64(0xD6E8FEB86659FD93)
_NEXT = np.uint64(1)
_BITS = np.uint64(64)
_LARGEST_BASE = 1 << 30
_SHARE = np.uint64(IDENTITY_SHARE)

LINKS = ("://", "ww.", ".com", ".net", ".org")  # www. folds to ww.
NUMBER = "0123456789 +-./()"
LEAST_DIGITS = 8
_ASCII, _ZERO, _NINE = 128, 48, 57
_LINKS = np.array([[*map(ord, link.ljust(5, "\0"))] for link in LINKS], np.int32)
_BEGINS_LINK = np.isin(np.arange(_ASCII), _LINKS[:, 0])
_IN_NUMBER = np.isin(np.arange(_ASCII), [*map(ord, NUMBER)])

Buckets: TypeAlias = NDArray[np.int32]
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


class Grams(NamedTuple):
    """Scratch space for the n-grams of one text: every occurrence, then each bucket once.

    Attributes
    ----------
    buckets, begins, ends : ndarray of int32, shape (capacity,)
        Row in the weight table, and the characters covered, of each occurrence.
    distinct, counts : ndarray of int32, shape (capacity,)
        Different buckets of a block, and how often each occurs.
    slots : ndarray of int32, shape (a power of two,)
        Hash table from buckets to places in `distinct`.
    base : ndarray of int32, shape (1,)
        Slots up to this value are of earlier texts: the table is never cleared.
    """

    buckets: Buckets
    begins: Buckets
    ends: Buckets
    distinct: Buckets
    counts: Buckets
    slots: Buckets
    base: Buckets


def count_buckets(bits: int) -> int:
    """Rows of a weight table of ``2**bits`` buckets, those about identity included."""
    return (1 << bits) + (1 << (bits - IDENTITY_SHARE))


@kernel
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
        Log-odds before calibration; for a text longer than `WINDOW`, those of its worst window.
    """
    n_texts = len(folded.bounds) - 1
    margins = np.full((n_texts, N_LABELS), -np.inf)
    grams = make_scratch(folded.bounds)
    window = np.empty(N_LABELS, np.float64)
    sums = np.empty(N_LABELS, np.int32)
    for text in range(n_texts):
        begin, end = folded.bounds[text], folded.bounds[text + 1]
        stop = begin
        while stop < end:
            stop = find_stop(folded.codes, begin, end)
            window[:] = model.intercepts
            for block in range(BLOCKS):
                n_grams = list_grams(folded, begin, stop, block, model.bits, grams)
                n_distinct = _count_grams(grams, n_grams)
                _add_up(grams, n_distinct, model.weights, sums)
                if n_distinct:
                    length = _measure_length(grams, n_distinct)
                    for label in range(N_LABELS):
                        window[label] += sums[label] * model.scales[label] / length
            for label in range(N_LABELS):
                margins[text, label] = max(margins[text, label], window[label])
            begin = find_next_begin(folded.codes, begin)
    return margins


@kernel
def vectorise_grams(folded: Folded, bits: int) -> tuple[NDArray[np.float32], Buckets, Buckets]:
    """Build the rows of the training matrix, with each whole text in one piece.

    Returns
    -------
    data, indices, indptr : ndarray
        A matrix in compressed sparse rows, in which a bucket may stand twice in a row: once from
        each block.
    """
    n_texts = len(folded.bounds) - 1
    data = np.empty(5 * len(folded.codes), np.float32)
    indices = np.empty(len(data), np.int32)
    indptr = np.zeros(n_texts + 1, np.int32)
    grams = make_scratch_for(np.max(np.diff(folded.bounds)) if n_texts else 0)
    end = 0
    for text in range(n_texts):
        for block in range(BLOCKS):
            n_grams = list_grams(
                folded, folded.bounds[text], folded.bounds[text + 1], block, bits, grams
            )
            n_distinct = _count_grams(grams, n_grams)
            length = _measure_length(grams, n_distinct)
            for place in range(n_distinct):
                data[end] = VALUES[min(grams.counts[place], LARGEST_COUNT)] / length
                indices[end] = grams.distinct[place]
                end += 1
        indptr[text + 1] = end
    return data[:end], indices[:end], indptr


@kernel
def list_grams(folded: Folded, begin: int, end: int, block: int, bits: int, grams: Grams) -> int:
    """Write every n-gram of one block of a stretch of text into the scratch; return how many."""
    if block == 0:
        return _list_characters(folded.codes, begin, end, bits, grams)
    if block == 1:
        return _list_words(folded, begin, end, bits, grams)
    return _list_signs(folded.codes, begin, end, bits, grams)


@kernel
def find_stop(codes: Buckets, begin: int, end: int) -> int:
    """End the window that begins here, behind a space if there is one."""
    if end - begin <= WINDOW:
        return end
    return _find_space(codes, begin + WINDOW - 1, begin + WINDOW // 2) + 1


@kernel
def find_next_begin(codes: Buckets, begin: int) -> int:
    """Begin the next window in the middle of this one, at a space if there is one."""
    return _find_space(codes, begin + WINDOW // 2, begin)


@part
def _find_space(codes: Buckets, place: int, floor: int) -> int:
    """Find the last space at `place` or before it but above `floor`; without one, `place`."""
    if place < len(codes):
        for candidate in range(place, floor, -1):
            if codes[candidate] == _SPACE:
                return candidate
    return place


@kernel
def make_scratch(bounds: NDArray[np.int64]) -> Grams:
    """Make scratch space for the windows of a batch."""
    longest = 0
    for text in range(len(bounds) - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    return make_scratch_for(min(longest, WINDOW))


@kernel
def make_scratch_for(n_characters: int) -> Grams:
    """Make scratch space for the n-grams of one block of so many characters."""
    capacity = (_LONGEST - _SHORTEST + 1) * n_characters + 1
    n_slots = 64
    while n_slots < 2 * capacity:
        n_slots *= 2
    return Grams(
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int32),
        np.zeros(n_slots, np.int32),
        np.zeros(1, np.int32),
    )


@part
def _find_bucket(hashed: np.uint64, about_identity: bool, bits: int) -> int:  # noqa: FBT001
    """Take the top bits of a hash; grams about identity have the end of the table to themselves."""
    if about_identity:
        return (1 << bits) + int(hashed >> (_BITS - np.uint64(bits) + _SHARE))
    return int(hashed >> (_BITS - np.uint64(bits)))


@part
def _list_characters(codes: Buckets, begin: int, end: int, bits: int, grams: Grams) -> int:
    buckets, begins, ends = grams.buckets, grams.begins, grams.ends
    window, n_grams = codes[begin:end], 0
    for first in range(len(window) - _SHORTEST + 1):
        hashed, about_identity = _CHARACTER_SEED, False
        for place in range(first, min(first + _LONGEST, len(window))):
            code = window[place]
            hashed = (hashed ^ np.uint64(code)) * _MULTIPLIER
            about_identity |= code == PLACEHOLDER
            if place - first >= _SHORTEST - 1:
                buckets[n_grams] = _find_bucket(hashed, about_identity, bits)
                begins[n_grams], ends[n_grams] = begin + first, begin + place + 1
                n_grams += 1
            if code == _SPACE and place > first:
                break
    return n_grams


@part
def _list_words(folded: Folded, begin: int, end: int, bits: int, grams: Grams) -> int:
    n_grams, place = 0, begin
    before, before_begin, before_identity = np.uint64(0), -1, False
    while place < end:
        first, hashed, about_identity = place, _WORD_SEED, False
        while place < end and folded.kinds[place] & WORD:
            hashed = (hashed ^ np.uint64(folded.codes[place])) * _MULTIPLIER
            about_identity |= folded.codes[place] == PLACEHOLDER
            place += 1
        if place == first:
            place += 1
            continue
        grams.buckets[n_grams] = _find_bucket(hashed, about_identity, bits)
        grams.begins[n_grams], grams.ends[n_grams] = first, place
        n_grams += 1
        if before_begin >= 0:
            pair = (before * _MULTIPLIER ^ hashed) * _MULTIPLIER
            either = about_identity or before_identity
            grams.buckets[n_grams] = _find_bucket(pair, either, bits)
            grams.begins[n_grams], grams.ends[n_grams] = before_begin, place
            n_grams += 1
        before, before_begin, before_identity = hashed, first, about_identity
    return n_grams


@part
def _list_signs(codes: Buckets, begin: int, end: int, bits: int, grams: Grams) -> int:
    window, n_grams, place = codes[begin:end], 0, 0
    while place < len(window):
        code, hashed, stop = window[place], _LINK_SEED, place
        if code < _ASCII and _BEGINS_LINK[code]:
            stop = _match_link(window, place)
        elif _ZERO <= code <= _NINE:
            hashed, stop = _NUMBER_SEED, _match_number(window, place)
        if stop > place:
            grams.buckets[n_grams] = int(hashed >> (_BITS - np.uint64(bits)))
            grams.begins[n_grams], grams.ends[n_grams] = begin + place, begin + stop
            n_grams += 1
        place = max(stop, place + 1)
    return n_grams


@part
def _match_link(window: Buckets, place: int) -> int:
    """Return where the mark of a link that begins here ends, or `place`."""
    for link in _LINKS:
        length = 0
        while place + length < len(window) and window[place + length] == link[length]:
            length += 1
            if link[length] == 0:
                return place + length
    return place


@part
def _match_number(window: Buckets, place: int) -> int:
    """Return where the long number that begins here ends, or `place`."""
    n_digits, stop, end = 0, place, place
    while end < len(window) and window[end] <= _NINE and _IN_NUMBER[window[end]]:
        if window[end] >= _ZERO:
            n_digits, stop = n_digits + 1, end + 1
        end += 1
    return stop if n_digits >= LEAST_DIGITS else place


@part
def _count_grams(grams: Grams, n_grams: int) -> int:
    """Count equal buckets; return how many different ones there are."""
    base, last_slot = _open_table(grams, n_grams)
    slots, distinct, counts = grams.slots, grams.distinct, grams.counts
    n_distinct = 0
    for bucket in grams.buckets[:n_grams]:
        slot = np.uint64(bucket) & last_slot  # unsigned: spares a check for places from the end
        known = slots[slot] - base
        while known > 0 and distinct[known - 1] != bucket:
            slot = (slot + _NEXT) & last_slot
            known = slots[slot] - base
        if known > 0:
            counts[known - 1] += 1
        else:
            distinct[n_distinct], counts[n_distinct] = bucket, 1
            n_distinct += 1
            slots[slot] = base + n_distinct
    grams.base[0] = base + n_distinct
    return n_distinct


@part
def _open_table(grams: Grams, n_grams: int) -> tuple[int, np.uint64]:
    """Choose where new entries begin, and the last slot: a short text stays in the fast cache."""
    if grams.base[0] > _LARGEST_BASE:
        grams.slots[:] = 0
        grams.base[0] = 0
    last_slot = 63
    while last_slot < 2 * n_grams:
        last_slot = 2 * last_slot + 1
    return grams.base[0], np.uint64(last_slot)


@part
def _measure_length(grams: Grams, n_distinct: int) -> float:
    squares = 0
    for count in grams.counts[:n_distinct]:
        squares += VALUES[min(count, LARGEST_COUNT)] ** 2
    return np.sqrt(squares)


@part
def _add_up(grams: Grams, n_distinct: int, weights: Weights, sums: Buckets) -> None:
    """Add the weights of all labels, row by row; no sum of a window can overflow 32 bits."""
    # One variable for each label stays in a register, where an array would go through memory.
    a = b = c = d = e = f = g = h = np.int32(0)
    for place in range(n_distinct):
        value = VALUES[min(grams.counts[place], LARGEST_COUNT)]
        row = weights[np.uint64(grams.distinct[place])]
        a += value * row[0]
        b += value * row[1]
        c += value * row[2]
        d += value * row[3]
        e += value * row[4]
        f += value * row[5]
        g += value * row[6]
        h += value * row[7]
    sums[0], sums[1], sums[2], sums[3] = a, b, c, d
    sums[4], sums[5], sums[6], sums[7] = e, f, g, h
