"""How the characters of a text are spelt in Latin letters, digits and signs."""

import numpy as np

from classifier.alphabets import DROPPED, FOREIGN, LETTER, POOLED, TWIN, Alphabet
from classifier.compiling import part
from classifier.folded import ASCII, BLANK, Codes, Folded

_FIRST_FOREIGN = 0x370
_PAGE, _COLUMN = np.uint32(8), np.uint32(255)


@part
def measure_spelling(codes: Codes, alphabet: Alphabet) -> int:
    """Bound the number of characters that the spellings need."""
    size = len(codes)
    for code in codes:
        if code >= ASCII:  # ASCII is spelled one to one
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
def spell_ascii(alphabet: Alphabet) -> Codes:
    """Spell all of ASCII, which is mostly what there is; 0 for what is dropped."""
    letters = np.zeros(ASCII, np.int32)
    for code in range(ASCII):
        spelling = alphabet.spellings[0, alphabet.pages[0], code]
        letters[code] = code + spelling if spelling < DROPPED else 0
    return letters


@part
def spell(codes: Codes, alphabet: Alphabet, ascii_letters: Codes, out: Folded, end: int) -> int:
    """Write the spelling of a text between two spaces, and each run of white space as one."""
    half = 1 if _is_foreign(codes, alphabet) else 0
    ascii_kinds = alphabet.kinds[alphabet.pages[0]]
    end = _put(BLANK, 0, alphabet, out, end)
    last = BLANK
    for place, code in enumerate(codes):
        if code < ASCII:  # without a branch: each is written, but only some are kept
            letter, write = ascii_letters[np.uint32(code)], np.uint64(end)
            out.codes[write], out.origins[write] = letter, place
            out.kinds[write] = ascii_kinds[np.uint32(letter)]
            is_kept = (letter != 0) & ((letter != BLANK) | (last != BLANK))
            end += 1 if is_kept else 0
            last = letter if is_kept else last
        else:
            end = _spell_other(code, place, half, alphabet, out, end)
            last = out.codes[end - 1]
    return _put(BLANK, len(codes), alphabet, out, end) if last != BLANK else end


@part
def _spell_other(
    code: int, place: int, half: int, alphabet: Alphabet, out: Folded, end: int
) -> int:
    # Unsigned places spare a check for places from the end.
    page, column = alphabet.pages[np.uint32(code) >> _PAGE], np.uint32(code) & _COLUMN
    spelling = alphabet.spellings[half, page, column]
    if spelling < DROPPED:
        letter = code + spelling
        if letter != BLANK or out.codes[end - 1] != BLANK:
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
