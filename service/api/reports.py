"""Readers' complaints."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from service.api.bodies import JsonRoute
from service.api.dependencies import Submitter, limit_posts
from service.api.fields import CommentId, Line, Note
from service.api.problems import may_answer
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.clock import now_ms
from service.domain.reports import Report, ReportReason
from service.moderation.reporting import report_comment

router = APIRouter(tags=["comments"], route_class=JsonRoute)


class SentReport(Sent):
    """A reader's complaint about a comment."""

    reason: ReportReason
    note: Note | None = None
    reporter: Annotated[
        Line | None,
        Field(
            description="Your id of the reader, of whom one report counts. From a page, or "
            "without it, the address is taken for the reader"
        ),
    ] = None


class Reported(Shown):
    """The report is kept."""

    id: str


@router.post(
    "/v1/comments/{comment_id}/reports",
    status_code=202,
    responses=may_answer(401, 403, 404, 413, 415, 422, 429, 503),
)
async def report(
    comment_id: CommentId, sent: SentReport, caller: Submitter, state: State
) -> Reported:
    """Report a comment. One report a reader counts; enough of them hold it for a person."""
    await limit_posts(state, caller)
    address = state["pseudonyms"].of_address(caller.site, caller.address or "0.0.0.0")  # noqa: S104
    known_by = None if caller.is_page else sent.reporter
    complaint = Report(
        reporter=f"reader:{known_by}" if known_by else f"address:{address}",
        reason=sent.reason,
        at=now_ms(),
        note=sent.note,
    )
    await report_comment(state["store"], caller.site, comment_id, complaint, caller.actor)
    return Reported(id=comment_id)
