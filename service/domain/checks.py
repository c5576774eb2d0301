"""The policy as one ordered list of small checks, and the verdict they come to.

Each check looks at a case and yields findings; the gravest finding decides, and every finding is
kept as a reason. A final finding ends the run: what comes after could not change it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from service.domain.comments import Signal
from service.domain.policy import AIMED, AIMED_FROM, LABEL_OUTCOMES, Policy, Thresholds
from service.domain.statuses import Status
from service.domain.verdicts import CLEAN, Reason, ReasonCode, Scores, Verdict
from service.domain.words import find_phrases

_LINK = re.compile(r"https?://|\bwww\.|\[url\b|<a\s", re.IGNORECASE)
_GRAVITY = {Status.APPROVED: 0, Status.HELD: 1, Status.REJECTED: 2, Status.SPAM: 2}
_MARKS_PER_LETTER = 4
"""As many as Burmese may need; what buries a text stacks far more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that the checks may look at."""

    text: str
    policy: Policy
    thresholds: Thresholds
    """The policy's, completed by what the model recommends."""
    scores: Scores | None
    """None: no score could be had."""
    hedged: bool = False
    """The model takes its worst words for quoted, reported or denied."""
    familiar: bool = True
    """The model has met the words that it consists of."""
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check has to say."""

    status: Status
    reason: Reason
    final: bool = False


Check = Callable[[Case], Iterable[Finding]]


def honeypot(case: Case) -> Iterator[Finding]:
    """Only software fills in a field that people do not see."""
    if Signal.HONEYPOT in case.signals:
        detail = "A field that readers do not see was filled in."
        yield Finding(Status.SPAM, Reason(code=ReasonCode.HONEYPOT, detail=detail), final=True)


def blocked_words(case: Case) -> Iterator[Finding]:
    """The site's own word on the matter."""
    for entry in find_phrases(case.text, case.policy.blocked_words):
        detail = f"“{entry}” is on the site's list of blocked words."
        yield Finding(Status.REJECTED, Reason(code=ReasonCode.BLOCKED_WORD, detail=detail))


def suspect_words(case: Case) -> Iterator[Finding]:
    """Words that the site wants a person to see."""
    for entry in find_phrases(case.text, case.policy.suspect_words):
        detail = f"“{entry}” is on the site's list of words to look at."
        yield Finding(Status.HELD, Reason(code=ReasonCode.SUSPECT_WORD, detail=detail))


def unreadable(case: Case) -> Iterator[Finding]:
    """Nothing there to read, or letters buried under marks: no score means anything."""
    categories = [unicodedata.category(char) for char in case.text]
    readable = sum(category[0] in "LN" or category == "So" for category in categories)
    marks = sum(category[0] == "M" for category in categories)
    if readable == 0 or marks > _MARKS_PER_LETTER * readable:
        detail = "There is nothing in it that can be read."
        yield Finding(Status.HELD, Reason(code=ReasonCode.UNREADABLE, detail=detail))


def length(case: Case) -> Iterator[Finding]:
    """Very long comments want a person's eye."""
    limit, value = case.policy.max_length, len(case.text)
    if value > limit:
        detail = f"It has {value} characters; the site lets {limit} out unread."
        reason = Reason(code=ReasonCode.TOO_LONG, detail=detail, value=value, threshold=limit)
        yield Finding(Status.HELD, reason)


def links(case: Case) -> Iterator[Finding]:
    """Advertising comes with links."""
    limit, value = case.policy.max_links, len(_LINK.findall(case.text))
    if value > limit:
        detail = f"It has {value} links; the site lets {limit} out unread."
        reason = Reason(code=ReasonCode.TOO_MANY_LINKS, detail=detail, value=value, threshold=limit)
        yield Finding(Status.HELD, reason)


def not_scored(case: Case) -> Iterator[Finding]:
    """What no model has looked at, a person does."""
    if case.scores is None:
        detail = "It could not be scored."
        yield Finding(Status.HELD, Reason(code=ReasonCode.NOT_SCORED, detail=detail))


def hedged(case: Case) -> Iterator[Finding]:
    """To quote hateful words, or to deny them, is not to use them; a person tells them apart."""
    if case.hedged:
        detail = "Its worst words seem to be quoted, reported or denied."
        yield Finding(Status.HELD, Reason(code=ReasonCode.HEDGED, detail=detail))


def unfamiliar(case: Case) -> Iterator[Finding]:
    """Of words that the model never met its scores say nothing."""
    if not case.familiar:
        detail = "It consists of words that the model has hardly ever met."
        yield Finding(Status.HELD, Reason(code=ReasonCode.UNFAMILIAR, detail=detail))


def scores(case: Case) -> Iterator[Finding]:
    """What the model says, label by label: below the hold threshold nothing, above it a reason."""
    for label, value in (case.scores or {}).items():
        limits = case.thresholds.get(label)
        if limits is None or value < limits.hold:
            continue
        refused = limits.reject is not None and value >= limits.reject and _is_meant(label, case)
        threshold = limits.reject if refused else limits.hold
        status = LABEL_OUTCOMES.get(label, Status.REJECTED) if refused else Status.HELD
        detail = f"Scored {value:.2f} for {label.replace('_', ' ')}; the limit is {threshold:.2f}."
        reason = Reason(
            code=ReasonCode.SCORE, detail=detail, label=label, value=value, threshold=threshold
        )
        yield Finding(status, reason)


CHECKS: tuple[Check, ...] = (
    # Who is no person: nothing else needs asking.
    honeypot,
    # What the site itself has said about words.
    blocked_words,
    suspect_words,
    # The shape of the text.
    unreadable,
    length,
    links,
    # The model, or that there was none to ask.
    not_scored,
    hedged,
    unfamiliar,
    scores,
)


def _is_meant(label: str, case: Case) -> bool:
    """Tell whether a label can be refused unread: not what is quoted, nor swearing at nobody."""
    aimed = [value for name, value in (case.scores or {}).items() if name in AIMED]
    swearing = label == "toxicity" and bool(aimed) and max(aimed) < AIMED_FROM
    return not case.hedged and not swearing


def judge(case: Case) -> Verdict:
    """Run the checks in order and come to a verdict; a comment nobody objects to is approved."""
    findings = tuple(_run(case))
    if not findings:
        return Verdict(Status.APPROVED, (CLEAN,))
    gravest = max(findings, key=lambda finding: _GRAVITY[finding.status])
    return Verdict(gravest.status, tuple(finding.reason for finding in findings))


def _run(case: Case) -> Iterator[Finding]:
    for check in CHECKS:
        for finding in check(case):
            yield finding
            if finding.final:
                return
