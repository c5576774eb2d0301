"""Undo disguises before scoring: one spelling for each text, with the way back to the original.

``1.d.i.0.t`` and ``idiooooot`` fold to what their writers mean. Every folded character remembers
the original one, so that explanations can point into the reader's own words.
"""

from collections.abc import Sequence

import numpy as np

from classifier.alphabets import DIGIT, LETTER, Alphabet
from classifier.compiling import kernel, part
from classifier.folded import LETTER_OR_DIGIT, Bounds, Codes, Folded, Kinds, move
from classifier.leet import unleet
from classifier.masking import Terms, mask
from classifier.spelling import measure_spelling, spell, spell_ascii

SPELT_OUT = 3  # this many single letters in a row are one word


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
    size = measure_spelling(codes, alphabet) + 2 * len(lengths)
    out = Folded(
        np.empty(size, np.int32),
        np.empty(size, np.uint8),
        np.empty(size, np.int32),
        np.zeros(len(lengths) + 1, np.int64),
    )
    begin, ascii_letters = 0, spell_ascii(alphabet)
    for text, length in enumerate(lengths):
        first = out.bounds[text]
        end = spell(codes[begin : begin + length], alphabet, ascii_letters, out, first)
        unleet(out, first, end)
        end = _join(out, first, end)
        out.bounds[text + 1] = mask(out, first, end, terms)
        begin += length
    end = out.bounds[-1]
    return out.codes[:end], out.kinds[:end], out.origins[:end], out.bounds


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
    return write if repeated and not out.kinds[read] & DIGIT else move(out, read, write)
