import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from classifier.alphabets import Alphabet
from classifier.folded import PLACEHOLDER
from classifier.folding import fold
from classifier.masking import NO_TERMS
from tests.classifier.reference import Reference
from tests.classifier.texts import any_text


def fold_one(text: str, alphabet: Alphabet, terms: NDArray[np.uint64] = NO_TERMS) -> str:
    return "".join(map(chr, fold([text], alphabet, terms).codes))


@pytest.mark.parametrize(
    ("disguised", "meant"),
    [
        ("IDIOT", "idiot"),
        ("\uff49\uff44\uff49\uff4f\uff54", "idiot"),
        ("\U0001d422\U0001d41d\U0001d422\U0001d428\U0001d42d", "idiot"),
        ("\U0001f178\U0001f173\U0001f178\U0001f17e\U0001f183", "idiot"),
        ("\u0456d\u0456\u043et", "idiot"),
        ("1d10t", "idiot"),
        ("id1ot", "idiot"),
        ("b!tch", "bitch"),
        ("a$$hole", "asshole"),
        ("i d i o t", "idiot"),
        ("i.d-i*o_t", "idiot"),
        ("i.d.i.o.t!", "idiot!"),
        ("idi\u200bo\u00adt", "idiot"),
        ("i\u0336d\u0336i\u0336o\u0336t\u0336", "idiot"),
        ("idioooooot", "idioot"),
    ],
)
def test_disguises_are_undone(disguised: str, meant: str, alphabet: Alphabet) -> None:
    assert fold_one(disguised, alphabet).strip() == meant


PLAIN = (
    "no!!",
    "@user hi",
    "in 1984 or 2001",
    "10k people",
    "e.g. this",
    "50% off",
    "\u043f\u0440\u0438\u0432\u0435\u0442 \u043c\u0438\u0440",
    "\ud55c\uad6d\uc5b4",
)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_writing_is_left_alone(text: str, alphabet: Alphabet) -> None:
    assert fold_one(text, alphabet).strip() == text


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u200b", "\u00ad"])
def test_nothing_folds_to_one_space(text: str, alphabet: Alphabet) -> None:
    assert fold_one(text, alphabet) == " "


def test_terms_of_identity_become_one_placeholder(
    alphabet: Alphabet, terms: NDArray[np.uint64]
) -> None:
    folded = fold_one("Gay, M.u.s.l.i.m and blacks; Nigaya", alphabet, terms)
    assert folded == " {0}, {0} and {0}; nigaya ".format(chr(PLACEHOLDER))


def test_origins_point_into_the_original(alphabet: Alphabet) -> None:
    text = "you  \uff49 d\u200b i o t"
    folded = fold([text], alphabet, NO_TERMS)
    letters = map(chr, folded.codes[1:-1])
    pairs = [(letter, text[i]) for letter, i in zip(letters, folded.origins[1:], strict=False)]
    assert pairs[-5:] == [("i", "\uff49"), ("d", "d"), ("i", "i"), ("o", "o"), ("t", "t")]


@given(st.lists(any_text(), max_size=5))
@settings(max_examples=400, deadline=None)
def test_kernel_equals_the_plain_reference(
    alphabet: Alphabet, terms: NDArray[np.uint64], texts: list[str]
) -> None:
    reference = Reference(alphabet, terms)
    folded = fold(texts, alphabet, terms)
    for i, text in enumerate(texts):
        begin, end = folded.bounds[i : i + 2]
        letters = [chr(code) for code in folded.codes[begin:end]]
        assert list(zip(letters, folded.origins[begin:end].tolist(), strict=True)) == (
            reference.fold(text)
        )


@given(any_text())
@settings(max_examples=300, deadline=None)
def test_folding_is_bounded_and_in_order(alphabet: Alphabet, text: str) -> None:
    folded = fold([text], alphabet, NO_TERMS)
    assert (np.diff(folded.origins) >= 0).all()
    assert folded.codes[0] == folded.codes[-1] == ord(" ")
    assert "  " not in "".join(map(chr, folded.codes))


def test_case_does_not_matter(alphabet: Alphabet) -> None:
    for text in ("Stra\u00dfe", "\u0130stanbul", "\u01c4ak", "\ufb01sh"):
        shouted = unicodedata.normalize("NFD", text.upper())
        assert fold_one(text, alphabet) == fold_one(shouted, alphabet)
