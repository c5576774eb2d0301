"""Undo disguises before scoring: one spelling for each text, with the way back to the original.

``1.d.i.0.t`` and ``idiooooot`` fold to what their writers mean. Every folded character remembers
the original one, so that explanations can point into the reader's own words.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from classifier.alphabets import (
    DIGIT,
    DROPPED,
    FOREIGN,
    LETTER,
    POOLED,
    SPACE,
    TWIN,
    UNDERSCORE,
    Alphabet,
)
from classifier.compiling import kernel, part

PLACEHOLDER = 0xE000  # private use: stands for any term of identity
LETTER_OR_DIGIT = LETTER | DIGIT
WORD = LETTER_OR_DIGIT | UNDERSCORE
NO_TERMS = np.zeros(1, np.uint64)
SPELT_OUT = 3  # this many single letters in a row are one word

_ASCII = 128
_FIRST_FOREIGN = 0x370
_BLANK = 32
_PAGE, _COLUMN = np.uint32(8), np.uint32(255)
_DOLLAR = 36
_LEET = np.zeros(_ASCII, np.int32)
_LEET[[ord(sign) for sign in "0134578@$!+|"]] = [ord(letter) for letter in "oieastbasitl"]
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SEED = np.uint64(0x2545F4914F6CDD1D)

Codes: TypeAlias = NDArray[np.int32]
Kinds: TypeAlias = NDArray[np.uint8]
Bounds: TypeAlias = NDArray[np.int64]
Terms: TypeAlias = NDArray[np.uint64]


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


def fold(texts: Sequence[str], alphabet: Alphabet, terms: Terms) -> Folded:
    """Fold texts; any string will do, lone surrogates and empty ones included.

    Parameters
    ----------
    texts : sequence of str
    alphabet : Alphabet
    terms : ndarray of uint64, shape (a power of two,)
        Hash table of the words to put the placeholder for, see ``classifier.identities``.
    """
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.int32)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return Folded(*fold_codes(codes, lengths, alphabet, terms))


@kernel
def fold_codes(
    codes: Codes, lengths: Bounds, alphabet: Alphabet, terms: Terms
) -> tuple[Codes, Kinds, Codes, Bounds]:
    """Fold a batch of code points into the arrays of `Folded`."""
    size = _measure(codes, alphabet) + 2 * len(lengths)
    out = Folded(
        np.empty(size, np.int32),
        np.empty(size, np.uint8),
        np.empty(size, np.int32),
        np.zeros(len(lengths) + 1, np.int64),
    )
    begin, ascii_letters = 0, _spell_ascii(alphabet)
    for text, length in enumerate(lengths):
        first = out.bounds[text]
        end = _spell(codes[begin : begin + length], alphabet, ascii_letters, out, first)
        _unleet(out, first, end)
        end = _join(out, first, end)
        out.bounds[text + 1] = _mask(out, first, end, terms)
        begin += length
    end = out.bounds[-1]
    return out.codes[:end], out.kinds[:end], out.origins[:end], out.bounds


@part
def _measure(codes: Codes, alphabet: Alphabet) -> int:
    """Bound the number of characters that the spellings need."""
    size = len(codes)
    for code in codes:
        if code >= _ASCII:  # ASCII is spelled one to one
            page = alphabet.pages[code >> 8]
            for half in range(2):
                spelling = alphabet.spellings[half, page, code & 255]
                if spelling >= POOLED:
                    size += alphabet.pool[spelling - POOLED]
    return size


@part
def _is_foreign(codes: Codes, alphabet: Alphabet) -> bool:
    """Tell whether a text is mostly written in a script with look-alikes of Latin letters.

    The look-alikes themselves prove nothing, one way or the other.
    """
    balance = 0
    largest = 0
    for code in codes:
        largest = max(largest, code)
    if largest < _FIRST_FOREIGN:
        return False
    for code in codes:
        kind = alphabet.kinds[alphabet.pages[code >> 8], code & 255]
        if kind & FOREIGN:
            balance += 1
        elif kind & LETTER and not kind & TWIN:
            balance -= 1
    return balance > 0


@part
def _spell_ascii(alphabet: Alphabet) -> Codes:
    """Spell all of ASCII, which is mostly what there is; 0 for what is dropped."""
    letters = np.zeros(_ASCII, np.int32)
    for code in range(_ASCII):
        spelling = alphabet.spellings[0, alphabet.pages[0], code]
        letters[code] = code + spelling if spelling < DROPPED else 0
    return letters


@part
def _spell(codes: Codes, alphabet: Alphabet, ascii_letters: Codes, out: Folded, end: int) -> int:
    """Write the spelling of a text between two spaces, and each run of white space as one."""
    half = 1 if _is_foreign(codes, alphabet) else 0
    ascii_kinds = alphabet.kinds[alphabet.pages[0]]
    end = _put(_BLANK, 0, alphabet, out, end)
    last = _BLANK
    for place, code in enumerate(codes):
        if code < _ASCII:  # without a branch: each is written, but only some are kept
            letter, write = ascii_letters[np.uint32(code)], np.uint64(end)
            out.codes[write], out.origins[write] = letter, place
            out.kinds[write] = ascii_kinds[np.uint32(letter)]
            is_kept = (letter != 0) & ((letter != _BLANK) | (last != _BLANK))
            end += 1 if is_kept else 0
            last = letter if is_kept else last
        else:
            end = _spell_other(code, place, half, alphabet, out, end)
            last = out.codes[end - 1]
    return _put(_BLANK, len(codes), alphabet, out, end) if last != _BLANK else end


@part
def _spell_other(
    code: int, place: int, half: int, alphabet: Alphabet, out: Folded, end: int
) -> int:
    # Unsigned places spare a check for places from the end.
    page, column = alphabet.pages[np.uint32(code) >> _PAGE], np.uint32(code) & _COLUMN
    spelling = alphabet.spellings[half, page, column]
    if spelling < DROPPED:
        letter = code + spelling
        if letter != _BLANK or out.codes[end - 1] != _BLANK:
            end = _put(letter, place, alphabet, out, end)
    elif spelling >= POOLED:
        start = spelling - POOLED + 1
        for letter in alphabet.pool[start : start + alphabet.pool[start - 1]]:
            end = _put(letter, place, alphabet, out, end)
    return end


@part
def _put(letter: int, place: int, alphabet: Alphabet, out: Folded, end: int) -> int:
    out.codes[end] = letter
    page, column = alphabet.pages[np.uint32(letter) >> _PAGE], np.uint32(letter) & _COLUMN
    out.kinds[end] = alphabet.kinds[page, column]
    out.origins[end] = place
    return end + 1


@part
def _unleet(out: Folded, begin: int, end: int) -> None:
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
    return code < _ASCII and _LEET[code] != 0


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


@part
def _join(out: Folded, begin: int, end: int) -> int:
    """Join letters that are spelt out one by one, and shorten runs of three to two."""
    write = read = begin
    while read < end:
        if out.kinds[read] & LETTER and not out.kinds[read - 1] & LETTER_OR_DIGIT:
            last = _find_last_spelt(out.kinds, read, end)
            if last >= read + 2 * (SPELT_OUT - 1):
                for letter in range(read, last + 1, 2):
                    write = _keep(out, letter, write, begin)
                read = last + 1
                continue
        write = _keep(out, read, write, begin)
        read += 1
    return write


@part
def _find_last_spelt(kinds: Kinds, read: int, end: int) -> int:
    last = read
    while (
        last + 3 < end
        and not kinds[last + 1] & LETTER_OR_DIGIT
        and kinds[last + 2] & LETTER
        and not kinds[last + 3] & LETTER_OR_DIGIT
    ):
        last += 2
    return last


@part
def _keep(out: Folded, read: int, write: int, begin: int) -> int:
    code = out.codes[read]
    repeated = write >= begin + 2 and out.codes[write - 1] == code and out.codes[write - 2] == code
    return write if repeated and not out.kinds[read] & DIGIT else _move(out, read, write)


@part
def _move(out: Folded, read: int, write: int) -> int:
    out.codes[write] = out.codes[read]
    out.kinds[write] = out.kinds[read]
    out.origins[write] = out.origins[read]
    return write + 1


@part
def _mask(out: Folded, begin: int, end: int, terms: Terms) -> int:
    """Put the placeholder for each word that is in the table of terms."""
    write = read = begin
    while read < end:
        stop = read
        while out.kinds[stop] & WORD:  # ends at the space behind the text at the latest
            stop += 1
        if stop > read and _holds(terms, hash_word(out.codes[read:stop])):
            write = _move(out, read, write)
            out.codes[write - 1], out.kinds[write - 1] = PLACEHOLDER, LETTER
        else:
            stop = max(stop, read + 1)
            if write == read:  # nothing was replaced yet
                write = stop
            else:
                for place in range(read, stop):
                    write = _move(out, place, write)
        read = stop
    return write


@kernel
def hash_word(codes: Codes) -> np.uint64:
    """Hash the code points of a word as the table of terms holds it."""
    hashed = _SEED
    for code in codes:
        hashed = (hashed ^ np.uint64(code)) * _MULTIPLIER
    return hashed


@part
def _holds(terms: Terms, hashed: np.uint64) -> bool:
    slot = np.int64(hashed >> np.uint64(32)) & (len(terms) - 1)
    while terms[slot] != 0:
        if terms[slot] == hashed:
            return True
        slot = (slot + 1) & (len(terms) - 1)
    return False
