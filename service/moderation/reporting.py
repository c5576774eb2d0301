"""Readers' reports: each asks a person to look; enough of them take a comment down meanwhile."""

from service.domain.audit import Actor
from service.domain.comments import Comment
from service.domain.errors import NotFoundError, UnavailableError
from service.domain.reports import Report
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode
from service.moderation.finding import find_comment
from service.store import transitions
from service.store.changes import Change, Outcome
from service.store.redis import Store

_TRIES = 5
_VISIBLE = (Status.APPROVED, Status.HELD)


async def report_comment(
    store: Store, site: str, comment_id: str, report: Report, actor: Actor
) -> int:
    """Take a report in; gives how many readers have reported the comment.

    A later fact reopens even what a person decided, visibly: the comment stands in the queue
    again, and once there are enough reports it is held.

    Raises
    ------
    NotFoundError
        The site has no such comment.
    """
    comment: Comment | None = await find_comment(store, site, comment_id)
    _new, count = await store.reports.add(site, comment_id, report)
    for _ in range(_TRIES):
        if comment is None:  # erased meanwhile
            await store.reports.forget(site, comment_id)
            raise NotFoundError("This site has no such comment.")
        if comment.reports >= count or comment.status not in _VISIBLE:
            return count
        change = await _reopening(store, comment, count, actor)
        outcome = (await store.comments.apply(site, [change]))[0]
        if outcome is Outcome.DONE:
            return count
        comment = await store.comments.get(site, comment_id)
        # Whoever comes second counts for all, or many at once would each need a try of their own.
        count = await store.reports.count(site, comment_id)
    raise UnavailableError("The comment changes too fast.")


async def _reopening(store: Store, comment: Comment, count: int, actor: Actor) -> Change:
    limit = (await store.policies.current(comment.site)).reports_held
    detail = f"{count} readers have reported it."
    reason = Reason(code=ReasonCode.REPORTS, detail=detail, value=count, threshold=limit)
    unanswered = count - comment.reports_answered
    to = Status.HELD if unanswered >= limit else comment.status
    return transitions.of_report(comment, to, reason, count, actor)
