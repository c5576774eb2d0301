"""Working out thresholds from an error budget, on what people of the site have decided."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.audit import AuditEntry
from service.domain.error_budgets import Budgeting, Labelled, find_threshold
from service.domain.policy import Policy, Threshold, Thresholds
from service.domain.statuses import REFUSED, SETTLED, Status
from service.domain.verdicts import ReasonCode
from service.moderation.models import Models, Scorer, thresholds_of
from service.store.codec import read_scores
from service.store.listings import Settled
from service.store.redis import Store

MOST = 5_000
"""So many decisions of people are asked for,"""

_AMONG = 50_000
"""in so many comments: most are decided automatically."""

_AT_ONCE = 500
_OF_THE_HELD = {ReasonCode.SCORE, ReasonCode.HEDGED}
_OF_THE_DRAWN = {ReasonCode.CLEAN, ReasonCode.SCORE, ReasonCode.AUDIT_SAMPLE}


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What was found, and the thresholds that come of it; none where nothing was found."""

    found: Budgeting
    thresholds: Thresholds | None


async def work_out(store: Store, models: Models, site: str, budget: float) -> WorkedOut:
    """Work out thresholds by which at most a share of what goes out unread deserves refusal.

    What is in force refuses unread as before, where that is above the new threshold.
    """
    policy, scorer = await store.policies.current(site), models.deciding(site)
    labelled = await _collect(store, site, policy, scorer.model_id)
    # It may take a second of processor.
    found = await asyncio.to_thread(find_threshold, labelled, policy.audit_share, budget)
    thresholds = _thresholds(found.hold, policy, scorer) if found.hold is not None else None
    return WorkedOut(found, thresholds)


def _thresholds(hold: float, policy: Policy, scorer: Scorer) -> Thresholds:
    now = thresholds_of(policy, scorer)
    return {
        label: Threshold(hold=hold, reject=_reject_above(hold, now.get(label)))
        for label in scorer.labels
    }


def _reject_above(hold: float, limit: Threshold | None) -> float | None:
    reject = limit.reject if limit else None
    return reject if reject is not None and reject > hold else None


async def _collect(store: Store, site: str, policy: Policy, model: str) -> list[Labelled]:
    """Read the last decisions of people whose comments have scores of a model."""
    listed = await store.listings.latest_by_people(site, count=MOST, among=_AMONG)
    usable = [one for one in listed if one.scores and one.model == model and one.status in SETTLED]
    labelled: list[Labelled] = []
    for at in range(0, len(usable), _AT_ONCE):
        labelled += await _label(store, site, policy, usable[at : at + _AT_ONCE])
    return labelled


async def _label(
    store: Store, site: str, policy: Policy, comments: Sequence[Settled]
) -> list[Labelled]:
    """Tell what people said, of comments that they saw for their scores or by chance.

    Each that was drawn stands for as many as the share says that it was drawn at, so what was
    judged at another share than today's is left out.
    """
    histories = await asyncio.gather(
        *(store.comments.history(site, comment.id) for comment in comments)
    )
    verdicts = [_last_verdict(history) for history in histories]
    versions = {verdict.policy for verdict in verdicts if verdict and verdict.policy}
    shares = {1: Policy().audit_share}  # the one that a site begins with is not written down
    shares |= {p.version: p.audit_share for p in await store.policies.versions(site, [*versions])}
    return [
        Labelled(max(read_scores(comment.scores or "").values()), drawn, comment.status in REFUSED)
        for comment, verdict in zip(comments, verdicts, strict=True)
        if verdict
        and shares.get(verdict.policy or 0) == policy.audit_share
        and (drawn := _is_drawn(verdict)) is not None
    ]


def _last_verdict(history: Sequence[AuditEntry]) -> AuditEntry | None:
    """Give the verdict that a person found; what a rescoring did may have been taken back."""
    verdicts = (entry for entry in reversed(history) if entry.action == "judge" or entry.rescoring)
    return next(verdicts, None)


def _is_drawn(verdict: AuditEntry) -> bool | None:
    """Tell what was drawn at random from what was held for its scores; None: it is neither.

    What is in unknown words, or against another rule, would be held whatever the threshold.
    """
    codes = {reason.code for reason in verdict.reasons}
    if ReasonCode.AUDIT_SAMPLE in codes and codes <= _OF_THE_DRAWN:
        return True
    return False if verdict.after is Status.HELD and codes <= _OF_THE_HELD else None
