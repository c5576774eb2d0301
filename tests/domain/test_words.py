"""What stands on a site's list: the same entry once, for a time, and what came of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.lettering import fold, spell
from service.domain.words import WordTally
from tests.words import word


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("same", ["Free  MONEY", "frée money!", "free-money", "ⓕⓡⓔⓔ money"])
def test_entries_that_look_for_the_same_are_one(same: str) -> None:
    assert word(same).id == word("free money").id


@pytest.mark.parametrize("other", ["freemoney", "free money now", "fr33 money", "free"])
def test_entries_that_look_for_something_else_are_others(other: str) -> None:
    assert word(other).id != word("free money").id


def test_an_entry_inside_of_words_is_another_than_one_of_whole_words() -> None:
    assert word("free", match="substring").id != word("free").id


def test_what_is_to_happen_does_not_make_another_entry() -> None:
    assert word("free", "spam").id == word("free", "allow").id


@pytest.mark.parametrize("nothing", ["", "  ", "...", "\u0301", "\u200b", "- -"])
def test_there_may_be_nothing_to_look_for(nothing: str) -> None:
    assert spell(nothing) == ""


def test_an_entry_is_looked_for_until_its_time_is_over() -> None:
    assert [word("free", expires_at=10).is_on(at) for at in (0, 9, 10)] == [True, True, False]
    assert word("free").is_on(10)


def test_the_rate_is_of_those_that_people_have_seen_and_of_none_there_is_none() -> None:
    assert WordTally(hits=100, reviewed=4, overturned=3).overturn_rate == 0.75
    assert WordTally(hits=100).overturn_rate is None
