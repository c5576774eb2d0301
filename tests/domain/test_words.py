"""Blocked and suspect words: found through the plainer disguises, never inside other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.words import find_phrases, fold, index_phrases


@pytest.mark.parametrize(
    "disguise",
    [
        "IDIOT",
        "ïdíöt",
        "i\u0336d\u0336i\u0336o\u0336t",
        "id\u200biot",
        "id\u00adiot",
        "𝓲𝓭𝓲𝓸𝓽",  # noqa: RUF001
        "ｉｄｉｏｔ",  # noqa: RUF001
        "ⓘⓓⓘⓞⓣ",
    ],
)
def test_a_disguise_is_folded_away(disguise: str) -> None:
    assert find_phrases(f"you {disguise}!", ("idiot",)) == ("idiot",)


def test_letters_that_have_a_longer_upper_case_are_known_in_both() -> None:
    assert find_phrases("STRASSE und Straße", ("straße",)) == ("straße",)
    assert find_phrases("Straße", ("STRASSE",)) == ("STRASSE",)


@pytest.mark.parametrize("text", ["Scunthorpe", "a cuntless word", "cunts", "c unt", ""])
def test_only_whole_words_are_found(text: str) -> None:
    assert find_phrases(text, ("cunt",)) == ()


@pytest.mark.parametrize("text", ["click here", "Click,\n HERE!", "click... (here)"])
def test_a_phrase_is_found_over_spaces_lines_and_punctuation(text: str) -> None:
    assert find_phrases(text, ("click here",)) == ("click here",)


@pytest.mark.parametrize("text", ["here click", "click right here", "click", "click heres"])
def test_a_phrase_wants_all_its_words_one_after_the_other(text: str) -> None:
    assert find_phrases(text, ("click here",)) == ()


def test_an_entry_is_named_once_as_it_was_written_in_the_order_of_the_text() -> None:
    entries = ("Free Money", "CASINO", "Free")
    found = find_phrases("casino: free money, free casino", entries)
    assert found == ("CASINO", "Free Money", "Free")


@pytest.mark.parametrize("entry", ["", "  ", "!!!", "\u0301", "\u200b"])
def test_an_entry_without_a_word_in_it_finds_nothing(entry: str) -> None:
    assert find_phrases("whatever!!! \u200b it is", (entry,)) == ()


def test_a_text_is_looked_up_by_first_words_however_long_the_list_is() -> None:
    entries = tuple(f"word{n} tail" for n in range(10_000))
    index = index_phrases(entries)
    assert max(len(candidates) for candidates in index.values()) == 1
    assert index_phrases(entries) is index


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_a_word_that_stands_in_a_text_is_found_whatever_stands_around_it(
    before: str, after: str
) -> None:
    assert find_phrases(f"{before} casino {after}", ("casino",)) == ("casino",)
