"""What was changed in a text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.console.revisions import Kind, Passage, compare


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_in_it(before: str, after: str) -> None:
    passages = compare(before, after)
    assert "".join(p.text for p in passages if p.kind is not Kind.NEW) == before
    assert "".join(p.text for p in passages if p.kind is not Kind.GONE) == after


def test_words_are_compared_and_not_letters() -> None:
    assert compare("A good piece.", "A fine piece.") == [
        Passage(Kind.KEPT, "A "),
        Passage(Kind.GONE, "good"),
        Passage(Kind.NEW, "fine"),
        Passage(Kind.KEPT, " piece."),
    ]


@pytest.mark.parametrize(("one", "other"), [("a ", "b "), ("a. ", "b. "), ("a" * 9, "b")])
def test_no_text_takes_long(one: str, other: str) -> None:
    """Quadratic in words would be minutes: the longest comments are compared in larger pieces."""
    before, after = (one * 20_000)[:20_000], (other * 20_000)[:20_000]
    began = time.process_time()
    compare(before, after + one)
    assert time.process_time() - began < 5
