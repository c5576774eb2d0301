import numpy as np

from classifier.alphabets import Alphabet
from classifier.familiarity import BITS, LEAST_COMMENTS, find_familiar, learn_words
from classifier.folding import fold
from classifier.masking import NO_TERMS


def ask(alphabet: Alphabet, trained: list[str], texts: list[str]) -> list[bool]:
    words = learn_words(fold(trained, alphabet, NO_TERMS))
    return [bool(known) for known in find_familiar(fold(texts, alphabet, NO_TERMS), words)]


def test_texts_in_known_words_are_familiar(alphabet: Alphabet) -> None:
    trained = ["the quick brown fox", "jumps over the lazy dog"] * LEAST_COMMENTS
    texts = ["The lazy FOX jumps!", "der schnelle braune Fuchs springt", "the quick Fuchs jumps"]
    assert ask(alphabet, trained, texts) == [True, False, True]


def test_rare_words_are_not_familiar(alphabet: Alphabet) -> None:
    assert ask(alphabet, ["seldom heard words"] * (LEAST_COMMENTS - 1), ["seldom heard words"]) == [
        False
    ]


def test_a_word_counts_once_in_a_comment(alphabet: Alphabet) -> None:
    assert ask(alphabet, ["again " * LEAST_COMMENTS], ["again again again"]) == [False]


def test_very_short_texts_are_given_the_benefit_of_the_doubt(alphabet: Alphabet) -> None:
    texts = ["", "ok", "zzz qqq xx yy", "\U0001f600\U0001f600\U0001f600"]
    assert ask(alphabet, ["nothing of the kind"] * LEAST_COMMENTS, texts) == [True] * 4


def test_no_texts_give_no_answers(alphabet: Alphabet) -> None:
    folded = fold([], alphabet, NO_TERMS)
    assert find_familiar(folded, np.zeros((1 << BITS) // 8, np.uint8)).shape == (0,)
