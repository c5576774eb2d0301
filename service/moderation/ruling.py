"""Ruling: judging a case, and what of that goes into the record."""

from dataclasses import replace

from service.domain.cases import Case
from service.domain.comments import Comment
from service.domain.judging import judge
from service.domain.statuses import Status
from service.store.transitions import Ruling

RECHECK_MS = 60_000
"""What went out unread is tried again after so long."""


def rule(model_id: str, comment: Comment, case: Case) -> Ruling:
    """Judge a comment; what would go out unread a second time goes to a person."""
    verdict = judge(case)
    unread = case.scores is None and verdict.status is Status.APPROVED
    if unread and comment.status is Status.APPROVED:
        # No worker has survived looking at it again: a person does.
        verdict, unread = replace(verdict, asks=True), False
    grouped = case.flood and (case.flood.texts > 1 or verdict.awaits)
    return Ruling(
        comment=comment,
        verdict=verdict,
        scores=case.scores,
        model=model_id,
        policy=case.policy,
        flood=case.flood.id if case.flood and grouped else None,
        recheck_ms=RECHECK_MS if unread else None,
    )
