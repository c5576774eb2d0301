"""Signatures: nearly alike for texts that are nearly alike, and for no others."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.moderation.signatures import ROWS, signature_of
from service.store.floods import _ALIKE_ROWS

TEXT = (
    "Make money from home, up to 500 a day, no experience needed! "
    "Write to me and I will tell you how I did it within a week."
)
OTHER = (
    "The council has voted for the new bridge after all, and I wonder "
    "who will pay for it once the subsidies have run out next year."
)


def agreement(one: str, two: str) -> int:
    """Count the rows that agree, as the record does."""
    signatures = [signature_of(text) for text in (one, two)]
    rows = [[s[at : at + 2] for at in range(0, len(s), 2)] for s in signatures]
    assert len(rows[0]) == len(rows[1]) == ROWS
    return sum(a == b for a, b in zip(*rows, strict=True))


@pytest.mark.parametrize(
    "variant",
    [
        TEXT.upper(),
        TEXT.replace(" ", "  \n"),
        TEXT.replace("500", "700"),
        f"{TEXT} Thx",
        TEXT.replace("tell", "show"),
        "".join(f"{char}\u200b" for char in TEXT),
    ],
)
def test_a_text_with_a_word_changed_is_nearly_the_same(variant: str) -> None:
    assert agreement(TEXT, variant) >= _ALIKE_ROWS


def test_another_text_is_another() -> None:
    assert agreement(TEXT, OTHER) < _ALIKE_ROWS // 2


def test_a_text_that_shares_half_its_words_is_another() -> None:
    assert agreement(TEXT, TEXT[: len(TEXT) // 2] + OTHER[len(OTHER) // 2 :]) < _ALIKE_ROWS


def test_of_texts_that_share_four_fifths_nearly_all_have_a_band_in_common() -> None:
    chance = random.Random(7)
    found = 0
    for _ in range(100):
        words = ["".join(chance.choices("abcdefghijklmnop", k=6)) for _ in range(40)]
        one, two = signature_of(" ".join(words)), signature_of(" ".join(words[:-4]))
        bands = range(0, len(one), 8)
        found += any(one[at : at + 8] == two[at : at + 8] for at in bands)
    assert found >= 90


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_every_text_has_a_signature_and_always_the_same(text: str) -> None:
    signature = signature_of(text)
    assert len(signature) == ROWS * 2
    assert signature_of(text) == signature


def test_signatures_do_not_change_with_the_version_since_they_are_kept() -> None:
    assert (
        signature_of("A text that is long enough to be told from others.")[:16]
        == "F4zqWCAaZ6OEhaUS"
    )
