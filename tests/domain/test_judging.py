"""The verdict: the gravest finding decides, every finding is a reason."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain.authors import Ban, History
from service.domain.cases import Case, Check
from service.domain.comments import Signal
from service.domain.floods import Flood, FloodOrder
from service.domain.judging import CHECKS, judge
from service.domain.policy import Mode, Policy, Threshold, Unscored
from service.domain.statuses import Status
from service.domain.verdicts import LABELS, ReasonCode
from tests.domain.cases import FINE, under

RANK = {Status.APPROVED: 0, Status.HELD: 1, Status.REJECTED: 2, Status.SPAM: 2}

probabilities = st.floats(0, 1)
counts = st.integers(0, 6)
thresholds = st.builds(Threshold, hold=probabilities, reject=st.none() | probabilities)
policies = st.builds(
    Policy,
    max_links=st.integers(0, 3),
    max_length=st.integers(0, 300),
    unscored=st.sampled_from(Unscored),
    first_comments_held=counts,
    trusted_after=counts,
    repeats_held=st.integers(2, 5),
    author_pace=counts,
    reports_held=st.integers(1, 5),
    audit_share=st.sampled_from([0.0, 0.5, 1.0]),
)
orders = st.builds(
    FloodOrder, to=st.sampled_from(list(RANK)), by=st.just("alice"), decision=st.just("d"),
    until=st.just(1),
)  # fmt: skip
cases = st.builds(
    Case,
    text=st.text(st.characters(codec=None), max_size=200),  # lone surrogates and NUL included
    policy=policies,
    thresholds=st.dictionaries(st.sampled_from(LABELS), thresholds),
    scores=st.none() | st.dictionaries(st.sampled_from(LABELS), probabilities),
    signals=st.lists(st.sampled_from(Signal), max_size=1).map(tuple),
    mode=st.sampled_from(Mode),
    history=st.builds(History, approved=counts, recent=st.text("ars", max_size=6)),
    ban=st.none() | st.just(Ban(identity="author:x", by="alice", at=0)),
    pace=st.dictionaries(st.sampled_from(["author", "email", "address"]), counts),
    flood=st.none() | st.builds(Flood, st.just("f"), counts, st.none() | orders),
    reports=counts,
    chance=st.floats(0, 1, exclude_max=True),
)


def codes(case: Case) -> list[ReasonCode]:
    return [reason.code for reason in judge(case).reasons]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_fine_comment_moves_no_check(check: Check) -> None:
    assert list(check(FINE)) == []


def test_a_comment_nobody_objects_to_is_approved_and_says_so() -> None:
    verdict = judge(FINE)
    assert (verdict.status, verdict.awaits) == (Status.APPROVED, False)
    assert [reason.code for reason in verdict.reasons] == [ReasonCode.CLEAN]


def test_the_gravest_finding_decides_and_all_are_kept_in_the_order_of_the_checks() -> None:
    limits = {"insult": Threshold(hold=0.1, reject=0.2)}
    policy = Policy(max_length=1, first_comments_held=1)
    case = under(policy, scores={"insult": 1.0}, thresholds=limits)
    assert judge(case).status is Status.REJECTED
    assert codes(case) == [ReasonCode.SCORE, ReasonCode.NEW_AUTHOR, ReasonCode.TOO_LONG]


def test_of_two_equally_grave_findings_the_earlier_decides() -> None:
    limits = dict.fromkeys(("insult", "spam"), Threshold(hold=0.1, reject=0.2))
    scores = {"spam": 1.0, "insult": 1.0}
    assert judge(replace(FINE, scores=scores, thresholds=limits)).status is Status.SPAM


def test_a_final_finding_ends_the_run() -> None:
    assert codes(under(Policy(max_length=1), signals=(Signal.HONEYPOT,))) == [ReasonCode.HONEYPOT]


TRUSTING = Policy(trusted_after=1, max_length=1)


def test_a_trusted_author_is_held_no_more() -> None:
    case = under(TRUSTING, history=History(approved=1, recent="a"))
    assert judge(case).status is Status.APPROVED


@pytest.mark.parametrize(
    "facts",
    [
        {"mode": Mode.HOLD_ALL},
        {"mode": Mode.CLOSED},
        {"scores": {"spam": 1.0}, "thresholds": {"spam": Threshold(hold=0.1, reject=0.2)}},
        {"ban": Ban(identity="author:x", by="alice", at=0)},
    ],
)
def test_a_trusted_author_is_refused_and_waits_like_anybody_else(facts: dict[str, object]) -> None:
    case = under(TRUSTING, history=History(approved=1, recent="a"), **facts)
    assert judge(case).status is not Status.APPROVED


def test_afterwards_what_would_be_held_is_out_and_a_person_is_asked() -> None:
    case = under(Policy(max_length=1), mode=Mode.POST)
    verdict = judge(case)
    assert (verdict.status, verdict.awaits) == (Status.APPROVED, True)
    assert codes(case) == [ReasonCode.TOO_LONG, ReasonCode.POST_MODERATION]


def test_afterwards_what_is_refused_is_refused_and_what_is_fine_asks_nobody() -> None:
    limits = {"spam": Threshold(hold=0.1, reject=0.2)}
    spam = replace(FINE, mode=Mode.POST, scores={"spam": 1.0}, thresholds=limits)
    assert judge(spam).status is Status.SPAM
    assert not judge(replace(FINE, mode=Mode.POST)).awaits


@pytest.mark.parametrize(("chance", "asks"), [(0.0, True), (0.249, True), (0.25, False)])
def test_a_share_of_what_is_decided_automatically_is_shown_to_people(
    chance: float, *, asks: bool
) -> None:
    for facts in ({}, {"signals": (Signal.HONEYPOT,)}):
        verdict = judge(under(Policy(audit_share=0.25), chance=chance, **facts))
        assert verdict.awaits is asks
        assert verdict.status is (Status.SPAM if facts else Status.APPROVED)
        assert (verdict.reasons[-1].code is ReasonCode.AUDIT_SAMPLE) is asks


def test_what_is_held_anyway_is_no_sample() -> None:
    case = under(Policy(audit_share=1.0, max_length=1))
    assert codes(case) == [ReasonCode.TOO_LONG]


@given(cases)
@example(replace(FINE, text="\ud800"))
def test_whatever_is_sent_gets_a_verdict_that_agrees_with_the_checks(case: Case) -> None:
    verdict = judge(case)
    findings = [finding for check in CHECKS for finding in check(case)]
    out = Status.APPROVED if case.mode is Mode.POST else Status.HELD
    assert verdict.reasons
    assert verdict.status in {Status.APPROVED, out, *(finding.status for finding in findings)}
    if verdict.status is Status.HELD:
        assert case.mode is not Mode.POST
    if not findings:
        assert verdict.status is Status.APPROVED


@given(cases)
def test_a_higher_score_never_makes_a_verdict_milder(case: Case) -> None:
    worst = replace(case, scores=dict.fromkeys(case.scores or {}, 1.0))
    if case.scores is not None:
        assert RANK[judge(worst).status] >= RANK[judge(case).status]


@given(cases)
def test_whom_the_site_has_banned_never_gets_out(case: Case) -> None:
    assert case.ban is None or judge(case).status in {Status.REJECTED, Status.SPAM}
