"""Histories and bans."""

import pytest

from service.domain.authors import Ban, History


@pytest.mark.parametrize(
    ("recent", "rate"), [("", 0.0), ("aaaa", 0.0), ("arsa", 0.5), ("rs", 1.0), ("aar", 1 / 3)]
)
def test_the_rate_counts_every_outcome_that_was_no_approval(recent: str, rate: float) -> None:
    assert History(recent=recent).rejection_rate == pytest.approx(rate)


@pytest.mark.parametrize(
    ("until", "at", "on"), [(None, 10**15, True), (10, 9, True), (10, 10, False)]
)
def test_a_ban_ends_when_it_says_or_when_it_is_lifted(
    until: int | None, at: int, *, on: bool
) -> None:
    assert Ban(identity="author:eve", by="alice", at=1, until=until).is_on(at) is on
