"""From folded text to hashed n-grams, and from n-grams to the margins of all labels.

Characters make n-grams of 3 to 5 within tokens, the spaces around a token included; words (runs of
letters, digits and underscores) make n-grams of 1 and 2. Links and long numbers, the signs of
advertising, are one gram each, whatever they say. All hash into one table, of which words have one
half and the others have the other, and each block is counted and normalised by itself.

Values are whole 256ths and weights are int8, so a block's sum is an exact integer and comes out
the same in whatever order it is added up.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from classifier.compiling import kernel, part
from classifier.folding import PLACEHOLDER, WORD, Folded
from classifier.labels import LABELS
from classifier.windows import Windows, cut

N_LABELS = len(LABELS)
BLOCKS = 3  # characters, words, signs

COUNTS_IN_STRETCHES = np.array([label != "spam" for label in LABELS])
"""Labels that a short stretch may show: an advertisement is one as a whole."""

IDENTITY_SHARE = 6  # one bucket for grams about identity for every 2**6 others
LARGEST_COUNT = 255
VALUES = np.zeros(LARGEST_COUNT + 1, np.int32)
VALUES[1:] = np.rint(256 * (1 + np.log(np.arange(1, LARGEST_COUNT + 1))))
"""What a bucket counts for that occurs so many times."""

_SHORTEST, _LONGEST = 3, 5
_SPACE = 32
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
# One factor for each place, so that no product waits for another (multilinear hashing: Lemire and
# Kaser 2014, "Strongly universal string hashing is fast", The Computer Journal 57).
_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH = map(np.uint64, (
    0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD1B54A32D192ED03,
    0xFF51AFD7ED558CCD,
))  # fmt: skip
_CHARACTER_SEED = np.uint64(0x51A3F0D6C2B78E49)
_WORD_SEED = np.uint64(0xC6A4A7935BD1E995)
_LINK_SEED = np.uint64(0x8CB92BA72F3D8DD7)
_NUMBER_SEED = np.uint64(0xD6E8FEB86659FD93)
_ONE = np.uint64(1)
_BITS = np.uint64(64)
_WORDS = np.uint64(1 << 63)  # the top bit of a hash tells which half of the table it is for
_ONCE = VALUES[1]
_STEPS = np.diff(VALUES, append=VALUES[-1])  # what one more occurrence adds to the value
_SQUARE_STEPS = np.diff(VALUES.astype(np.int64) ** 2, append=np.int64(VALUES[-1]) ** 2)
_ROOM = 4  # slots for each n-gram, so that few of them meet
_NEW_STAMP = np.uint64(1 << 32)
# The eight weights of a bucket are one word of eight bytes. Made unsigned, every second one of them
# can be added to others in 16 bits, up to so many rows at a time.
_UNSIGNED = np.uint64(0x8080808080808080)
_EVERY_SECOND = np.uint64(0x00FF00FF00FF00FF)
_BYTE, _LANE, _LOW = np.uint64(8), np.uint64(16), np.uint64(0xFFFF)
_ROWS_AT_A_TIME = 256
_ZERO_WEIGHT = 128
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
    """Scratch space for the n-grams of one block of one window.

    Attributes
    ----------
    buckets, begins, ends : ndarray of int32, shape (capacity,)
        Row in the weight table, and the characters covered, of each occurrence.
    keys : ndarray of uint64, shape (a power of two,)
        Hash table of stamped buckets: the stamp in the upper half, the bucket in the lower.
    counts : ndarray of int32, same shape
        How often the bucket in each slot occurs.
    stamp : ndarray of uint64, shape (1,)
        Goes up with every block. What bears an older one is gone: the table is never cleared.
    """

    buckets: Buckets
    begins: Buckets
    ends: Buckets
    keys: NDArray[np.uint64]
    counts: Buckets
    stamp: NDArray[np.uint64]


def count_buckets(bits: int) -> int:
    """Rows of a weight table of ``2**bits`` buckets, those about identity included."""
    return (1 << bits) + (1 << (bits - IDENTITY_SHARE))


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
        Log-odds before calibration; for a long text, those of its worst window.
    """
    return measure_windows(folded, cut(folded.codes, folded.bounds), model)


@kernel
def measure_windows(folded: Folded, windows: Windows, model: Model) -> Margins:
    """Score folded texts by windows that they were cut into."""
    n_texts = len(folded.bounds) - 1
    margins = np.full((n_texts, N_LABELS), -np.inf)
    grams = make_scratch(windows)
    found, sums = np.empty(N_LABELS, np.float64), np.empty(N_LABELS, np.int32)
    rows = model.weights.reshape(-1).view(np.uint64)
    for window in range(len(windows.texts)):
        begin, end = windows.begins[window], windows.ends[window]
        found[:] = model.intercepts
        for block in range(BLOCKS):
            n_grams = _list_grams(folded, begin, end, block, model.bits, grams)
            if n_grams:
                length = _add_up(grams, n_grams, model.weights, rows, sums)
                for label in range(N_LABELS):
                    found[label] += sums[label] * model.scales[label] / length
        text, discount = windows.texts[window], windows.discounts[window]
        for label in range(N_LABELS):
            if discount == 0 or COUNTS_IN_STRETCHES[label]:
                margins[text, label] = max(margins[text, label], found[label] - discount)
    return margins


@kernel
def contribute(folded: Folded, begin: int, stop: int, model: Model) -> tuple[Buckets, Margins]:
    """Divide the margins of a window among its tokens.

    Returns
    -------
    tokens : ndarray of int32, shape (stop - begin,)
        The token that each character is in; a space belongs to the token behind it.
    contributions : ndarray of float64, shape (n_tokens, N_LABELS)
        What the n-grams of each token add to the margins. What a bucket adds is divided evenly
        among its occurrences; one that begins in a token and ends in another counts half for each.
    """
    tokens = _number_tokens(folded.codes[begin:stop])
    contributions = np.zeros((tokens[-1] + 1, N_LABELS))
    grams = make_scratch_for(stop - begin)
    for block in range(BLOCKS):
        n_grams = _list_grams(folded, begin, stop, block, model.bits, grams)
        if n_grams == 0:
            continue
        stamp, last_slot = _open_table(grams, n_grams)
        unit = 1 / _count_grams(grams, n_grams, stamp, last_slot)
        for place in range(n_grams):
            bucket = grams.buckets[place]
            count = grams.counts[_find_slot(grams, stamp | np.uint64(bucket), last_slot)]
            share = VALUES[min(count, LARGEST_COUNT)] * unit / count / 2
            first, last = grams.begins[place] - begin, grams.ends[place] - begin - 1
            last -= 1 if folded.codes[begin + last] == _SPACE else 0
            for label in range(N_LABELS):
                weight = share * model.weights[bucket, label] * model.scales[label]
                contributions[tokens[first], label] += weight
                contributions[tokens[last], label] += weight
    return tokens, contributions


@part
def _number_tokens(codes: Buckets) -> Buckets:
    tokens, token = np.empty(len(codes), np.int32), 0
    for place, code in enumerate(codes):
        token += 1 if code == _SPACE and place > 0 else 0
        tokens[place] = token
    return tokens


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
        begin, stop = folded.bounds[text], folded.bounds[text + 1]
        for block in range(BLOCKS):
            n_grams = _list_grams(folded, begin, stop, block, bits, grams)
            if n_grams == 0:
                continue
            stamp, last_slot = _open_table(grams, n_grams)
            unit = 1 / _count_grams(grams, n_grams, stamp, last_slot)
            for bucket in grams.buckets[:n_grams]:
                slot = _find_slot(grams, stamp | np.uint64(bucket), last_slot)
                if grams.counts[slot]:  # not written yet
                    data[end] = VALUES[min(grams.counts[slot], LARGEST_COUNT)] * unit
                    indices[end] = bucket
                    end += 1
                    grams.counts[slot] = 0
        indptr[text + 1] = end
    return data[:end], indices[:end], indptr


@part
def _list_grams(folded: Folded, begin: int, end: int, block: int, bits: int, grams: Grams) -> int:
    """Write every n-gram of one block of a stretch of text into the scratch; return how many."""
    if block == 0:
        return _list_characters(folded.codes, begin, end, bits, grams)
    if block == 1:
        return _list_words(folded, begin, end, bits, grams)
    return _list_signs(folded.codes, begin, end, bits, grams)


@part
def make_scratch(windows: Windows) -> Grams:
    """Make scratch space for the windows of a batch."""
    longest = 0
    for window in range(len(windows.begins)):
        longest = max(longest, windows.ends[window] - windows.begins[window])
    return make_scratch_for(longest)


@kernel
def make_scratch_for(n_characters: int) -> Grams:
    """Make scratch space for the n-grams of one block of so many characters."""
    capacity = (_LONGEST - _SHORTEST + 1) * n_characters + 1
    n_slots = 64
    while n_slots < _ROOM * capacity:
        n_slots *= 2
    return Grams(
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int32),
        np.zeros(n_slots, np.uint64),
        np.empty(n_slots, np.int32),
        np.zeros(1, np.uint64),
    )


@part
def _find_bucket(hashed: np.uint64, about_identity: bool, bits: int) -> int:  # noqa: FBT001
    """Take the top bits of a hash; grams about identity have the end of the table to themselves."""
    if about_identity:
        return (1 << bits) + int(hashed >> (_BITS - np.uint64(bits) + _SHARE))
    return int(hashed >> (_BITS - np.uint64(bits)))


@part
def _list_characters(codes: Buckets, begin: int, end: int, bits: int, grams: Grams) -> int:
    """List the n-grams of characters without a branch: each is written, but only some are kept."""
    n_grams, last = np.uint64(0), end - 1
    for place in range(begin, end - _SHORTEST + 1):
        first = np.uint64(place)  # unsigned: spares a check for places from the end
        a, b, c = codes[first], codes[first + _ONE], codes[first + np.uint64(2)]
        d, e = codes[np.uint64(min(place + 3, last))], codes[np.uint64(min(place + 4, last))]
        three = _CHARACTER_SEED + np.uint64(a) * _FIRST
        three += np.uint64(b) * _SECOND + np.uint64(c) * _THIRD
        four = three + np.uint64(d) * _FOURTH
        five = four + np.uint64(e) * _FIFTH
        is_three = b != _SPACE
        is_four = is_three & (c != _SPACE) & (place + 3 <= last)
        is_five = is_four & (d != _SPACE) & (place + 4 <= last)
        about = (a == PLACEHOLDER) | (b == PLACEHOLDER) | (c == PLACEHOLDER)
        n_grams = _write(
            grams, n_grams, _find_bucket(three >> _ONE, about, bits), place, 3, is_three
        )
        about |= d == PLACEHOLDER
        n_grams = _write(grams, n_grams, _find_bucket(four >> _ONE, about, bits), place, 4, is_four)
        about |= e == PLACEHOLDER
        n_grams = _write(grams, n_grams, _find_bucket(five >> _ONE, about, bits), place, 5, is_five)
    return int(n_grams)


@part
def _write(
    grams: Grams,
    n_grams: np.uint64,
    bucket: int,
    first: int,
    length: int,
    kept: bool,  # noqa: FBT001
) -> np.uint64:
    grams.buckets[n_grams] = bucket
    grams.begins[n_grams], grams.ends[n_grams] = first, first + length
    return n_grams + np.uint64(kept)


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
        grams.buckets[n_grams] = _find_bucket(_WORDS | hashed >> _ONE, about_identity, bits)
        grams.begins[n_grams], grams.ends[n_grams] = first, place
        n_grams += 1
        if before_begin >= 0:
            pair = (before * _MULTIPLIER ^ hashed) * _MULTIPLIER
            either = about_identity or before_identity
            grams.buckets[n_grams] = _find_bucket(_WORDS | pair >> _ONE, either, bits)
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
            grams.buckets[n_grams] = _find_bucket(hashed >> _ONE, False, bits)  # noqa: FBT003
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
def _open_table(grams: Grams, n_grams: int) -> tuple[np.uint64, np.uint64]:
    """Begin a new count; return its stamp and the last slot: a short text stays in fast cache."""
    grams.stamp[0] += _NEW_STAMP
    last_slot = 63
    while last_slot < _ROOM * n_grams:
        last_slot = 2 * last_slot + 1
    return grams.stamp[0], np.uint64(last_slot)


@part
def _find_slot(grams: Grams, key: np.uint64, last_slot: np.uint64) -> np.uint64:
    """Return the slot that holds a stamped bucket, or the free one where it belongs."""
    slot = key & last_slot
    held = grams.keys[slot]
    while held != key and (held ^ key) < _NEW_STAMP:  # another bucket of the same count
        slot = (slot + _ONE) & last_slot
        held = grams.keys[slot]
    return slot


@part
def _count_again(grams: Grams, key: np.uint64, last_slot: np.uint64) -> int:
    """Count a stamped bucket; return how often it occurred before."""
    slot = _find_slot(grams, key, last_slot)
    before = grams.counts[slot] if grams.keys[slot] == key else 0
    grams.keys[slot], grams.counts[slot] = key, before + 1
    return before


@part
def _count_grams(grams: Grams, n_grams: int, stamp: np.uint64, last_slot: np.uint64) -> float:
    """Count equal buckets; return the length of the vector of their values."""
    squares = np.int64(0)
    for bucket in grams.buckets[:n_grams]:
        before = _count_again(grams, stamp | np.uint64(bucket), last_slot)
        squares += _SQUARE_STEPS[min(before, LARGEST_COUNT)]
    return np.sqrt(squares)


@part
def _add_up(
    grams: Grams, n_grams: int, weights: Weights, rows: NDArray[np.uint64], sums: Buckets
) -> float:
    """Add up the weights of all labels; return the length of the vector of values.

    Most buckets occur once, so their rows are added up as they are, and a bucket's further
    occurrences add the rest of its value. No sum of a window can overflow 32 bits.
    """
    stamp, last_slot = _open_table(grams, n_grams)
    squares = np.int64(0)
    sums[:] = 0
    for begin in range(0, n_grams, _ROWS_AT_A_TIME):
        even, odd, n_rows = np.uint64(0), np.uint64(0), 0
        for place in range(begin, min(begin + _ROWS_AT_A_TIME, n_grams)):
            bucket = np.uint64(grams.buckets[np.uint64(place)])
            before = _count_again(grams, stamp | bucket, last_slot)
            if before == 0:
                row = rows[bucket] ^ _UNSIGNED
                even += row & _EVERY_SECOND
                odd += row >> _BYTE & _EVERY_SECOND
                n_rows += 1
            else:
                before = min(before, LARGEST_COUNT)
                squares += _SQUARE_STEPS[before]
                for label in range(N_LABELS):
                    sums[label] += _STEPS[before] * weights[bucket, np.uint64(label)]
        squares += n_rows * _SQUARE_STEPS[0]
        for label in range(N_LABELS):
            lanes = odd if label % 2 else even
            total = np.int32(lanes >> _LANE * np.uint64(label // 2) & _LOW)
            sums[label] += _ONCE * (total - _ZERO_WEIGHT * n_rows)
    return np.sqrt(squares)
