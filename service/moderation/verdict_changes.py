"""The changes that a rescoring makes, or takes back, put the way the record takes them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from service.domain.comments import Comment, DecidedBy
from service.domain.rescorings import Rescoring, VerdictChange
from service.domain.statuses import Status
from service.moderation.rejudging import Rejudged, Rejudgement
from service.store import transitions
from service.store.acts import Before
from service.store.changes import Change
from service.store.codec import read_reasons, read_scores
from service.store.redis import Store
from service.store.rescoring_pages import PageWork

Made: TypeAlias = tuple[Change, VerdictChange | None]
"""A change of state, and how it is listed, if it is."""


async def carry_out(
    store: Store, site: str, rescoring: Rescoring, judged: Rejudgement
) -> list[Made]:
    """Put new verdicts the way the record takes them, if they are of what is there now."""
    ids = [change.comment.id for change in judged.changes]
    now = await store.comments.get_many(site, ids)
    return [
        _change(rescoring, change, comment)
        for change, comment in zip(judged.changes, now, strict=True)
        if comment is not None and str(comment.version) == change.comment.version
    ]


async def take_back(
    store: Store, site: str, rescoring: Rescoring, changes: Sequence[VerdictChange]
) -> list[Made]:
    """Put back what a rescoring changed, where nobody has changed it since."""
    made = [change for change in changes if change.version]
    now = await store.comments.get_many(site, [change.comment_id for change in made])
    by = rescoring.undone_by or rescoring.order.by
    audit = {"action": "undo", "actor": by, "rescoring": rescoring.id}
    return [
        # No decision of a person is taken back, so none is to be counted off.
        (replace(transitions.of_undoing(comment, _before(change), audit), counts=()), None)
        for change, comment in zip(made, now, strict=True)
        if comment is not None and comment.version == change.version
    ]


def in_parts(made: Sequence[Made], most: int, rest: PageWork) -> Iterator[PageWork]:
    """Cut up what is too much for one run; the last part has the rest, and closes the page."""
    last = max(0, len(made) - 1) // most * most
    for at in range(0, last, most):
        yield PageWork(made=made[at : at + most], closes=False)
    yield replace(rest, made=made[last:])


def as_listed(change: Rejudged, made: Comment | None = None) -> VerdictChange:
    """Put a change the way it is listed; ``made``: it is carried out on this comment."""
    comment = change.comment
    return VerdictChange(
        comment_id=comment.id,
        before=Status(comment.status),
        after=change.verdict.status,
        reasons_before=read_reasons(comment.reasons),
        reasons=change.verdict.reasons,
        scores_before=read_scores(comment.scores or ""),
        scores=change.scores,
        model_before=comment.model,
        awaited=bool(made and made.awaits),
        version=made.version + 1 if made else 0,
    )


def _change(
    rescoring: Rescoring, change: Rejudged, comment: Comment
) -> tuple[Change, VerdictChange]:
    order = rescoring.order
    basis = {
        "model": order.model or change.comment.model or "",
        "policy": str(order.policy.version),
    }
    made = transitions.of_rescoring(comment, change.verdict, change.scores, basis, rescoring.id)
    return made, as_listed(change, comment)


def _before(change: VerdictChange) -> Before:
    return Before(
        comment_id=change.comment_id,
        version=change.version,
        status=change.before,
        decided_by=DecidedBy.POLICY,
        reasons=change.reasons_before,
        awaits=change.awaited,
    )
