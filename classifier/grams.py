"""From folded text to hashed n-grams.

Characters make n-grams of 3 to 5 within tokens, the spaces around a token included; words (runs of
letters, digits and underscores) make n-grams of 1 and 2. Links and long numbers, the signs of
advertising, are one gram each, whatever they say. All hash into one table, of which words have one
half and the others have the other, and each block is counted and normalised by itself.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from classifier.compiling import part
from classifier.folded import BLANK, PLACEHOLDER, WORD, Codes, Folded
from classifier.hashing import MULTIPLIER, hash_on
from classifier.signs import begins_link, begins_number, match_link, match_number

BLOCKS = 3  # characters, words, signs
IDENTITY_SHARE = 6  # one bucket for grams about identity for every 2**6 others

_SHORTEST, _LONGEST = 3, 5
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
_SHARE = np.uint64(IDENTITY_SHARE)

Buckets: TypeAlias = NDArray[np.int32]


class Grams(NamedTuple):
    """Room for the n-grams of one block of a piece of text.

    Attributes
    ----------
    buckets, begins, ends : ndarray of int32, shape (capacity,)
        Row in the weight table, and the characters covered, of each occurrence.
    """

    buckets: Buckets
    begins: Codes
    ends: Codes


def count_buckets(bits: int) -> int:
    """Rows of a weight table of ``2**bits`` buckets, those about identity included."""
    return (1 << bits) + (1 << (bits - IDENTITY_SHARE))


@part
def make_room(n_characters: int) -> Grams:
    """Make room for the n-grams of one block of so many characters."""
    capacity = (_LONGEST - _SHORTEST + 1) * n_characters + 1
    return Grams(
        np.empty(capacity, np.int32), np.empty(capacity, np.int32), np.empty(capacity, np.int32)
    )


@part
def list_grams(folded: Folded, begin: int, end: int, block: int, bits: int, grams: Grams) -> int:
    """Write every n-gram of one block of a stretch of text into its room; return how many."""
    if block == 0:
        return _list_characters(folded.codes, begin, end, bits, grams)
    if block == 1:
        return _list_words(folded, begin, end, bits, grams)
    return _list_signs(folded.codes, begin, end, bits, grams)


@part
def _find_bucket(hashed: np.uint64, about_identity: bool, bits: int) -> int:  # noqa: FBT001
    """Take the top bits of a hash; grams about identity have the end of the table to themselves."""
    if about_identity:
        return (1 << bits) + int(hashed >> (_BITS - np.uint64(bits) + _SHARE))
    return int(hashed >> (_BITS - np.uint64(bits)))


@part
def _list_characters(codes: Codes, begin: int, end: int, bits: int, grams: Grams) -> int:
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
        is_three = b != BLANK
        is_four = is_three & (c != BLANK) & (place + 3 <= last)
        is_five = is_four & (d != BLANK) & (place + 4 <= last)
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
            hashed = hash_on(hashed, folded.codes[place])
            about_identity |= folded.codes[place] == PLACEHOLDER
            place += 1
        if place == first:
            place += 1
            continue
        grams.buckets[n_grams] = _find_bucket(_WORDS | hashed >> _ONE, about_identity, bits)
        grams.begins[n_grams], grams.ends[n_grams] = first, place
        n_grams += 1
        if before_begin >= 0:
            pair = (before * MULTIPLIER ^ hashed) * MULTIPLIER
            either = about_identity or before_identity
            grams.buckets[n_grams] = _find_bucket(_WORDS | pair >> _ONE, either, bits)
            grams.begins[n_grams], grams.ends[n_grams] = before_begin, place
            n_grams += 1
        before, before_begin, before_identity = hashed, first, about_identity
    return n_grams


@part
def _list_signs(codes: Codes, begin: int, end: int, bits: int, grams: Grams) -> int:
    window, n_grams, place = codes[begin:end], 0, 0
    while place < len(window):
        code, hashed, stop = window[place], _LINK_SEED, place
        if begins_link(code):
            stop = match_link(window, place)
        elif begins_number(code):
            hashed, stop = _NUMBER_SEED, match_number(window, place)
        if stop > place:
            grams.buckets[n_grams] = _find_bucket(hashed >> _ONE, False, bits)  # noqa: FBT003
            grams.begins[n_grams], grams.ends[n_grams] = begin + place, begin + stop
            n_grams += 1
        place = max(stop, place + 1)
    return n_grams
