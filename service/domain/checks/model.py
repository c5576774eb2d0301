"""Checks of what the model says, or of its having nothing to say."""

from collections.abc import Iterator

from service.domain.cases import Case, Finding
from service.domain.policy import AIMED, AIMED_FROM, LABEL_OUTCOMES, Unscored
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode, Scores


def not_scored(case: Case) -> Iterator[Finding]:
    """What no model has looked at goes by the site's rule for that."""
    if case.scores is None:
        publish = case.policy.unscored is Unscored.PUBLISH
        status = Status.APPROVED if publish else Status.HELD
        detail = "It could not be scored" + ("; it will be looked at again." if publish else ".")
        yield Finding(status, Reason(code=ReasonCode.NOT_SCORED, detail=detail))


def unfamiliar(case: Case) -> Iterator[Finding]:
    """Of words that the model never met its scores say nothing."""
    if not case.trusted:
        detail = "It is in words, or a language, that the model has hardly ever met."
        yield Finding(Status.HELD, Reason(code=ReasonCode.UNFAMILIAR, detail=detail))


def hedged(case: Case) -> Iterator[Finding]:
    """To quote hateful words, or to deny them, is not to use them; a person tells them apart."""
    if case.hedged:
        detail = "Its worst words seem to be quoted, reported or denied."
        yield Finding(Status.HELD, Reason(code=ReasonCode.HEDGED, detail=detail))


def surely_harmful(case: Case) -> Iterator[Finding]:
    """What scored so high that it is refused unread."""
    for label, value in (case.scores or {}).items():
        limits = case.thresholds.get(label)
        if limits and limits.reject is not None and _is_refused(case, label, value):
            status = LABEL_OUTCOMES.get(label, Status.REJECTED)
            yield Finding(status, _scored(label, value, limits.reject))


def perhaps_harmful(case: Case) -> Iterator[Finding]:
    """What scored high enough for a person to look, label by label."""
    for label, value in (case.scores or {}).items():
        limits = case.thresholds.get(label)
        if limits and limits.hold <= value and not _is_refused(case, label, value):
            yield Finding(Status.HELD, _scored(label, value, limits.hold))


def _is_refused(case: Case, label: str, value: float) -> bool:
    """Tell whether a label refuses a comment: not what is quoted, nor swearing at nobody."""
    limit = case.thresholds[label].reject
    sure = limit is not None and value >= limit and not case.hedged
    return sure and not (label == "toxicity" and _is_swearing(case.scores or {}))


def _is_swearing(scores: Scores) -> bool:
    aimed = [score for label, score in scores.items() if label in AIMED]
    return bool(aimed) and max(aimed) < AIMED_FROM


def _scored(label: str, value: float, threshold: float) -> Reason:
    detail = f"Scored {value:.2f} for {label.replace('_', ' ')}; the limit is {threshold:.2f}."
    return Reason(
        code=ReasonCode.SCORE, detail=detail, label=label, value=value, threshold=threshold
    )
