"""Checks of the site's own list of words."""

from dataclasses import replace

import pytest

from service.domain.cases import Check
from service.domain.checks import wording
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.domain.words import WordAction, WordMatch
from tests.domain.cases import FINE, only, silent


def found(action: WordAction) -> WordMatch:
    return WordMatch("e1", "Free Money", action, ((2, 12), (20, 30)))


@pytest.mark.parametrize(
    ("check", "action", "status", "code"),
    [
        (wording.blocked_words, WordAction.REJECT, Status.REJECTED, ReasonCode.BLOCKED_WORD),
        (wording.blocked_words, WordAction.SPAM, Status.SPAM, ReasonCode.BLOCKED_WORD),
        (wording.suspect_words, WordAction.HOLD, Status.HELD, ReasonCode.SUSPECT_WORD),
        (wording.allowed_words, WordAction.ALLOW, Status.APPROVED, ReasonCode.ALLOWED_WORD),
    ],
)
def test_an_entry_says_what_it_does_where_it_stands_and_which_it_is(
    check: Check, action: WordAction, status: Status, code: ReasonCode
) -> None:
    finding = only(check, replace(FINE, words=(found(action),)))
    assert (finding.status, finding.reason.code, finding.final) == (status, code, False)
    assert "“Free Money”" in finding.reason.detail
    assert (finding.reason.entry, finding.reason.spans) == ("e1", ((2, 12), (20, 30)))


@pytest.mark.parametrize(
    "check", [wording.blocked_words, wording.suspect_words, wording.allowed_words]
)
def test_where_nothing_of_the_list_stands_there_is_nothing_to_say(check: Check) -> None:
    assert silent(check, FINE)


def test_an_entry_speaks_once() -> None:
    checks = (wording.blocked_words, wording.suspect_words, wording.allowed_words)
    for action in WordAction:
        case = replace(FINE, words=(found(action),))
        assert sum(len(list(check(case))) for check in checks) == 1


@pytest.mark.parametrize(
    ("text", "disguised"),
    [("a FREE  money b", False), ("a fr33 money! b", True), ("a f r e e money", True)],
)
def test_an_entry_in_disguise_is_said_to_be_and_not_how(text: str, disguised: bool) -> None:  # noqa: FBT001
    end = len(text.rstrip(" b"))
    match = WordMatch("e1", "Free Money", WordAction.HOLD, ((2, end),))
    detail = only(wording.suspect_words, replace(FINE, text=text, words=(match,))).reason.detail
    assert ("written differently" in detail) is disguised
    assert text[2:end] not in detail
