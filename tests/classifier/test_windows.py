import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from classifier.alphabets import Alphabet
from classifier.folding import fold
from classifier.windows import SHORT, STRETCH, WINDOW, Windows, cut


def cut_all(texts: list[str], alphabet: Alphabet, terms: NDArray[np.uint64]) -> Windows:
    folded = fold(texts, alphabet, terms)
    return cut(folded.codes, folded.bounds)


def test_a_short_text_is_one_window(alphabet: Alphabet, terms: NDArray[np.uint64]) -> None:
    windows = cut_all(["some words", "", "more"], alphabet, terms)
    assert windows.texts.tolist() == [0, 1, 2]
    assert windows.begins.tolist() == [0, 12, 13]
    assert windows.ends.tolist() == [12, 13, 19]
    assert not windows.discounts.any()


@given(st.lists(st.sampled_from(["a", "some", "x" * 200, "x" * 900]), max_size=400))
@settings(max_examples=100, deadline=None)
def test_every_character_is_in_a_window_and_in_a_stretch(
    alphabet: Alphabet, terms: NDArray[np.uint64], words: list[str]
) -> None:
    folded = fold(["before", " ".join(words), "behind"], alphabet, terms)
    windows = cut(folded.codes, folded.bounds)
    mine = windows.texts == 1
    begin, end = folded.bounds[1:3]
    for kept, size in ((mine & (windows.discounts == 0), WINDOW), (windows.discounts > 0, STRETCH)):
        if size == STRETCH and end - begin <= SHORT:
            assert not kept.any()
            continue
        begins, ends = windows.begins[kept], windows.ends[kept]
        assert (begins[0], ends[-1]) == (begin, end)
        assert (begins[1:] <= ends[:-1]).all()
        assert (ends - begins <= size).all()


def test_cuts_are_made_at_spaces(alphabet: Alphabet, terms: NDArray[np.uint64]) -> None:
    folded = fold(["some words of it " * 200], alphabet, terms)
    windows = cut(folded.codes, folded.bounds)
    assert {chr(code) for code in folded.codes[windows.begins]} == {" "}
    assert {chr(code) for code in folded.codes[windows.ends - 1]} == {" "}


def test_the_more_stretches_the_more_is_discounted(
    alphabet: Alphabet, terms: NDArray[np.uint64]
) -> None:
    shorter, longer = (
        cut_all(["some words " * n], alphabet, terms).discounts.max() for n in (50, 500)
    )
    assert longer - shorter == pytest.approx(np.log(10) / 2, abs=0.1)
