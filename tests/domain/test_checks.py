"""Each check: when it speaks, when it is silent, and what it names."""

from dataclasses import replace

import pytest

from service.domain import checks
from service.domain.checks import Case, Check, Finding
from service.domain.comments import Signal
from service.domain.policy import Policy, Threshold
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode

FINE = Case(text="A fine piece, thank you.", policy=Policy(), thresholds={}, scores={})


def only(check: Check, case: Case) -> Finding:
    (finding,) = check(case)
    return finding


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_a_fine_comment_moves_no_check(check: Check) -> None:
    assert list(check(FINE)) == []


def test_a_filled_honeypot_is_spam_and_ends_the_matter() -> None:
    finding = only(checks.honeypot, replace(FINE, signals=(Signal.HONEYPOT,)))
    assert (finding.status, finding.final) == (Status.SPAM, True)
    assert finding.reason.code is ReasonCode.HONEYPOT


def test_each_blocked_word_rejects_and_is_named_as_the_site_wrote_it() -> None:
    policy = Policy(blocked_words=("Casino", "free money", "absent"))
    found = list(checks.blocked_words(replace(FINE, text="FREE money! cásino!", policy=policy)))
    assert [finding.status for finding in found] == [Status.REJECTED] * 2
    assert "“free money”" in found[0].reason.detail
    assert "“Casino”" in found[1].reason.detail


def test_a_suspect_word_holds_and_is_named() -> None:
    case = replace(FINE, policy=Policy(suspect_words=("piece",)))
    finding = only(checks.suspect_words, case)
    assert (finding.status, finding.reason.code) == (Status.HELD, ReasonCode.SUSPECT_WORD)
    assert "“piece”" in finding.reason.detail


@pytest.mark.parametrize("text", ["", " \n\t", "?!…", "\u200b\u200b", "a" + "\u0315" * 9])
def test_what_cannot_be_read_is_held(text: str) -> None:
    assert only(checks.unreadable, replace(FINE, text=text)).status is Status.HELD


@pytest.mark.parametrize(
    "text", ["ok", "7", "👍", "é", "e\u0301", "한국어", "ठीक है", "ที่นี่", "ប៉ុន្តែ", "ကျေးဇူးတင်ပါတယ်", "မြို့"]
)
def test_letters_digits_and_emoji_of_any_script_can_be_read(text: str) -> None:
    assert list(checks.unreadable(replace(FINE, text=text))) == []


def test_length_is_counted_in_characters_and_the_limit_itself_is_allowed() -> None:
    policy = Policy(max_length=10)
    assert list(checks.length(replace(FINE, text="é" * 10, policy=policy))) == []
    reason = only(checks.length, replace(FINE, text="é" * 11, policy=policy)).reason
    assert (reason.code, reason.value, reason.threshold) == (ReasonCode.TOO_LONG, 11, 10)


@pytest.mark.parametrize(
    "link", ["http://a.example", "HTTPS://a.example", "www.a.example", "[url=x]", "<a href=x>"]
)
def test_one_link_too_many_holds_however_it_is_written(link: str) -> None:
    policy = Policy(max_links=2)
    assert list(checks.links(replace(FINE, text=f"{link} {link}", policy=policy))) == []
    reason = only(checks.links, replace(FINE, text=f"{link} {link} {link}", policy=policy)).reason
    assert (reason.code, reason.value, reason.threshold) == (ReasonCode.TOO_MANY_LINKS, 3, 2)


def test_a_comment_without_any_score_is_held() -> None:
    finding = only(checks.not_scored, replace(FINE, scores=None))
    assert (finding.status, finding.reason.code) == (Status.HELD, ReasonCode.NOT_SCORED)


@pytest.mark.parametrize(
    ("label", "value", "status", "limit"),
    [
        ("insult", 0.49, None, None),
        ("insult", 0.5, Status.HELD, 0.5),
        ("insult", 0.89, Status.HELD, 0.5),
        ("insult", 0.9, Status.REJECTED, 0.9),
        ("spam", 0.9, Status.SPAM, 0.9),
        ("threat", 1.0, Status.HELD, 0.2),
        ("profanity", 1.0, None, None),
        ("insult", float("nan"), Status.HELD, 0.5),
    ],
)
def test_a_score_speaks_from_its_threshold_on(
    label: str, value: float, status: Status | None, limit: float | None
) -> None:
    thresholds = {
        "insult": Threshold(hold=0.5, reject=0.9),
        "spam": Threshold(hold=0.5, reject=0.9),
        "threat": Threshold(hold=0.2),
    }
    found = list(checks.scores(replace(FINE, scores={label: value}, thresholds=thresholds)))
    assert [(f.status, f.reason.threshold) for f in found] == ([(status, limit)] if status else [])
    assert all((f.reason.label, f.reason.code) == (label, ReasonCode.SCORE) for f in found)


LIMITS = {"toxicity": Threshold(hold=0.5, reject=0.9), "spam": Threshold(hold=0.5, reject=0.9)}


def test_swearing_at_nobody_is_held_and_at_somebody_refused() -> None:
    swearing = {"toxicity": 0.99, "insult": 0.6, "threat": 0.0}
    case = replace(FINE, thresholds=LIMITS, scores=swearing)
    assert only(checks.scores, case).status is Status.HELD
    aimed = replace(case, scores={**swearing, "insult": 0.95})
    assert only(checks.scores, aimed).status is Status.REJECTED


def test_toxicity_alone_refuses_where_the_model_knows_no_aimed_label() -> None:
    case = replace(FINE, thresholds=LIMITS, scores={"toxicity": 0.99})
    assert only(checks.scores, case).status is Status.REJECTED


def test_what_is_hedged_is_refused_for_no_label() -> None:
    case = replace(FINE, thresholds=LIMITS, scores={"spam": 0.99}, hedged=True)
    assert only(checks.scores, case).status is Status.HELD
    assert only(checks.hedged, case).reason.code is ReasonCode.HEDGED


def test_what_the_model_never_met_is_held() -> None:
    finding = only(checks.unfamiliar, replace(FINE, familiar=False))
    assert (finding.status, finding.reason.code) == (Status.HELD, ReasonCode.UNFAMILIAR)
