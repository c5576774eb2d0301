"""Checks of who writes, and where."""

from dataclasses import replace

import pytest

from service.domain.authors import Ban, History
from service.domain.checks import standing
from service.domain.comments import Signal
from service.domain.policy import Mode, Policy
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from tests.domain.cases import FINE, only, silent, under


def test_a_filled_honeypot_is_spam_and_ends_the_matter() -> None:
    finding = only(standing.honeypot, replace(FINE, signals=(Signal.HONEYPOT,)))
    assert (finding.status, finding.final) == (Status.SPAM, True)
    assert finding.reason.code is ReasonCode.HONEYPOT


@pytest.mark.parametrize(("why", "told"), [("Sells shoes", "Sells shoes"), ("", "banned.")])
def test_a_banned_author_is_rejected_with_the_reason_of_the_ban(why: str, told: str) -> None:
    ban = Ban(identity="author:eve", by="alice", at=1, reason=why)
    finding = only(standing.banned, replace(FINE, ban=ban))
    assert (finding.status, finding.final) == (Status.REJECTED, True)
    assert finding.reason.detail.endswith(told)


def test_a_closed_thread_rejects_and_one_where_all_waits_holds() -> None:
    closed = only(standing.thread_mode, replace(FINE, mode=Mode.CLOSED))
    assert (closed.status, closed.final) == (Status.REJECTED, True)
    waits = only(standing.thread_mode, replace(FINE, mode=Mode.HOLD_ALL))
    assert (waits.status, waits.final) == (Status.HELD, False)
    assert {closed.reason.code, waits.reason.code} == {ReasonCode.THREAD_MODE}


@pytest.mark.parametrize("mode", [Mode.PRE, Mode.POST])
def test_an_open_thread_has_nothing_to_say(mode: Mode) -> None:
    assert silent(standing.thread_mode, replace(FINE, mode=mode))


@pytest.mark.parametrize(
    ("history", "trusted"),
    [
        (History(approved=3, recent="aaa"), True),
        (History(approved=2, recent="aa"), False),
        (History(approved=9, rejected=1, recent="aaaaaaaaar"), True),
        (History(approved=8, rejected=2, recent="aaaaaaaars"), False),
        (History(approved=50, recent="rrr"), False),
        (History(), False),
    ],
)
def test_trust_is_earned_by_approvals_and_lost_by_refusals(
    history: History, *, trusted: bool
) -> None:
    case = under(Policy(trusted_after=3, trusted_rejection_rate=0.1), history=history)
    found = list(standing.trusted_author(case))
    assert [(f.status, f.final, f.reason.code) for f in found] == (
        [(Status.APPROVED, True, ReasonCode.TRUSTED)] if trusted else []
    )


def test_by_default_nobody_is_trusted() -> None:
    assert silent(standing.trusted_author, replace(FINE, history=History(approved=1_000)))


@pytest.mark.parametrize(("approved", "held"), [(0, True), (1, True), (2, False)])
def test_an_author_s_first_comments_are_held(approved: int, *, held: bool) -> None:
    case = under(Policy(first_comments_held=2), history=History(approved=approved, rejected=5))
    found = list(standing.new_author(case))
    assert [(f.status, f.reason.value) for f in found] == ([(Status.HELD, approved)] * held)
