"""Two floors that may not know each other take the same letters for look-alikes all the same."""

from classifier import alphabets
from service.domain import lettering


def test_the_model_and_the_list_of_words_read_the_same_letters_as_variants_of_latin_ones() -> None:
    assert alphabets._ALWAYS == lettering._PLAIN


def test_the_model_and_the_list_of_words_know_the_same_twins_in_other_scripts() -> None:
    assert alphabets._TO_LATIN == lettering.TWINS
