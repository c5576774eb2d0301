"""The verdict: the gravest finding decides, every finding is a reason."""

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from service.domain.checks import CHECKS, Case, judge
from service.domain.comments import Signal
from service.domain.policy import Policy, Threshold
from service.domain.statuses import Status
from service.domain.verdicts import LABELS, ReasonCode

FINE = Case(text="A fine piece.", policy=Policy(), thresholds={}, scores={})

anything = st.text(st.characters(codec=None), max_size=200)  # lone surrogates and NUL included
probabilities = st.floats(0, 1)
thresholds = st.builds(Threshold, hold=probabilities, reject=st.none() | probabilities)
cases = st.builds(
    Case,
    text=anything,
    policy=st.builds(
        Policy,
        blocked_words=st.lists(st.text(max_size=5), max_size=3).map(tuple),
        suspect_words=st.lists(st.text(max_size=5), max_size=3).map(tuple),
        max_links=st.integers(0, 3),
        max_length=st.integers(0, 300),
    ),
    thresholds=st.dictionaries(st.sampled_from(LABELS), thresholds),
    scores=st.none() | st.dictionaries(st.sampled_from(LABELS), probabilities),
    signals=st.lists(st.sampled_from(Signal), max_size=1).map(tuple),
)


def test_a_comment_nobody_objects_to_is_approved_and_says_so() -> None:
    verdict = judge(FINE)
    assert verdict.status is Status.APPROVED
    assert [reason.code for reason in verdict.reasons] == [ReasonCode.CLEAN]


def test_the_gravest_finding_decides_and_all_are_kept_in_the_order_of_the_checks() -> None:
    policy = Policy(suspect_words=("fine",), blocked_words=("piece",), max_length=1)
    verdict = judge(replace(FINE, policy=policy))
    assert verdict.status is Status.REJECTED
    assert [reason.code for reason in verdict.reasons] == [
        ReasonCode.BLOCKED_WORD,
        ReasonCode.SUSPECT_WORD,
        ReasonCode.TOO_LONG,
    ]


def test_of_two_equally_grave_findings_the_earlier_check_decides() -> None:
    limits = {"spam": Threshold(hold=0.1, reject=0.2)}
    blocked = Policy(blocked_words=("piece",))
    case = replace(FINE, policy=blocked, scores={"spam": 1.0}, thresholds=limits)
    assert judge(case).status is Status.REJECTED


def test_a_final_finding_ends_the_run() -> None:
    case = replace(FINE, signals=(Signal.HONEYPOT,), policy=Policy(blocked_words=("piece",)))
    assert [reason.code for reason in judge(case).reasons] == [ReasonCode.HONEYPOT]


@given(cases)
@example(replace(FINE, text="\ud800"))
def test_whatever_is_sent_gets_a_verdict_that_agrees_with_the_checks(case: Case) -> None:
    verdict = judge(case)
    objections = [finding for check in CHECKS for finding in check(case)]
    assert (verdict.status is Status.APPROVED) == (not objections)
    assert verdict.reasons
    assert verdict.status in {Status.APPROVED, *(finding.status for finding in objections)}


@given(cases)
def test_a_higher_score_never_makes_a_verdict_milder(case: Case) -> None:
    rank = {Status.APPROVED: 0, Status.HELD: 1, Status.REJECTED: 2, Status.SPAM: 2}
    worst = replace(case, scores=dict.fromkeys(case.scores or {}, 1.0))
    if case.scores is not None:
        assert rank[judge(worst).status] >= rank[judge(case).status]
