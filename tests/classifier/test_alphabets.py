import sys
import unicodedata

import pytest

from classifier.alphabets import DIGIT, LETTER, SPACE, UNDERSCORE, Alphabet
from classifier.folding import fold
from classifier.masking import NO_TERMS


def test_every_code_point_has_a_spelling(alphabet: Alphabet) -> None:
    text = "".join(map(chr, range(sys.maxunicode + 1)))
    folded = fold([text], alphabet, NO_TERMS)
    assert len(folded.codes) > 900_000
    assert folded.codes.max() <= sys.maxunicode


def test_kinds_agree_with_unicode(alphabet: Alphabet) -> None:
    kinds = alphabet.kinds[alphabet.pages].reshape(-1)
    for character in "aZ9_ \t\u00e9\u0436\u4e2d\u0663!$\u200b\U0001f600":
        kind = int(kinds[ord(character)])
        assert bool(kind & LETTER) == unicodedata.category(character).startswith("L")
        assert bool(kind & DIGIT) == unicodedata.category(character).startswith("N")
        assert bool(kind & SPACE) == character.isspace()
        assert bool(kind & UNDERSCORE) == (character == "_")


@pytest.mark.parametrize(
    "word", ["\u043f\u0440\u0438\u0432\u0435\u0442", "\u03b8\u03ac\u03bb\u03b1\u03c3\u03c3\u03b1"]
)
def test_words_of_other_scripts_keep_their_letters(alphabet: Alphabet, word: str) -> None:
    folded = fold([word], alphabet, NO_TERMS)
    assert not any("a" <= chr(code) <= "z" for code in folded.codes)
