"""What becomes of a comment that was handed in."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from service.api.bodies import JsonRoute
from service.api.dependencies import Moderator, Reader, SubmittingServer
from service.api.fields import CommentId, Text, Version
from service.api.problems import may_answer
from service.api.records import AuditRecord, CommentRecord
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.clock import DAY_MS
from service.domain.errors import NotFoundError
from service.moderation import editing
from service.moderation.finding import find_comment

router = APIRouter(tags=["comments"], route_class=JsonRoute)


class EditedComment(Sent):
    """A new text in place of the one that was seen."""

    text: Text
    version: Annotated[Version, Field(description="The version that was seen")]


class History(Shown):
    """All that was done to a comment, oldest first."""

    items: list[AuditRecord]
    next_cursor: str | None = None


@router.get("/v1/comments/{comment_id}", responses=may_answer(401, 403, 404, 422, 503))
async def read_comment(comment_id: CommentId, caller: Reader, state: State) -> CommentRecord:
    """Show a comment."""
    comment = await find_comment(state["store"], caller.site, comment_id)
    return CommentRecord.model_validate(comment)


@router.patch(
    "/v1/comments/{comment_id}", responses=may_answer(401, 403, 404, 409, 413, 415, 422, 503)
)
async def edit_comment(
    comment_id: CommentId, edited: EditedComment, caller: SubmittingServer, state: State
) -> CommentRecord:
    """Replace the text of a comment. It is pending again: what was decided was another text."""
    edit = editing.Edit(
        text=edited.text,
        actor=caller.actor,
        version=edited.version,
        keep_ms=state["settings"].retention.revisions_days * DAY_MS,
    )
    comment = await editing.edit(state["store"], state["doorbell"], caller.site, comment_id, edit)
    return CommentRecord.model_validate(comment)


@router.delete(
    "/v1/comments/{comment_id}", status_code=204, responses=may_answer(401, 403, 404, 422, 503)
)
async def erase_comment(comment_id: CommentId, caller: Moderator, state: State) -> None:
    """Erase a comment's text and personal data; a tombstone keeps the audit log whole."""
    await editing.erase(state["store"], caller.site, comment_id, caller.actor)


@router.get("/v1/comments/{comment_id}/history", responses=may_answer(401, 403, 404, 422, 503))
async def read_history(comment_id: CommentId, caller: Moderator, state: State) -> History:
    """Show what was done to a comment, erased ones included."""
    entries = await state["store"].comments.history(caller.site, comment_id)
    if not entries:
        raise NotFoundError("This site has no such comment.")
    return History(items=[AuditRecord.model_validate(entry) for entry in entries])
