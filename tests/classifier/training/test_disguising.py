from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from classifier.alphabets import Alphabet
from classifier.folding import fold
from classifier.masking import NO_TERMS
from classifier.training.disguising import KINDS, disguise, disguise_some


def write(alphabet: Alphabet, text: str) -> str:
    return "".join(map(chr, fold([text], alphabet, NO_TERMS).codes))


@pytest.mark.parametrize("kind", KINDS)
def test_only_targets_are_disguised(kind: str) -> None:
    disguised = disguise("what an imbecile, really", Random(1), "imbecile".__eq__, kind)
    assert disguised.startswith("what an ")
    assert disguised.endswith(", really")
    assert "imbecile" not in disguised


@pytest.mark.parametrize("kind", ["leet", "spaced", "look-alikes", "invisible"])
def test_the_fold_undoes_what_can_be_undone(alphabet: Alphabet, kind: str) -> None:
    disguises = {disguise("imbecile", Random(i), lambda _: True, kind) for i in range(20)}
    assert {write(alphabet, text) for text in disguises} == {" imbecile "}


def test_drawing_is_reproducible() -> None:
    texts = [f"several longer words number {i}" for i in range(100)]
    one, two, other = disguise_some(texts, 7), disguise_some(texts, 7), disguise_some(texts, 8)
    assert one[1] == two[1] != other[1]
    places: NDArray[np.intp] = one[0]
    assert len(set(places.tolist())) == len(one[1]) == 30
