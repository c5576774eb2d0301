"""Deciding what was held, or deciding otherwise."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from service.api.bodies import JsonRoute
from service.api.dependencies import Moderator
from service.api.fields import CommentId, Line, Note, Version
from service.api.problems import may_answer
from service.api.records import CommentRecord
from service.api.schemas import Sent
from service.api.state import State
from service.domain.statuses import Action
from service.moderation import deciding

router = APIRouter(tags=["reviews"], route_class=JsonRoute)


class SentDecision(Sent):
    """What a person wants done."""

    action: Action
    version: Annotated[Version, Field(description="The version that was seen")]
    reason: Annotated[Line | None, Field(description="Shown with the comment")] = None
    note: Annotated[Note | None, Field(description="For colleagues, in the history")] = None


@router.post(
    "/v1/comments/{comment_id}/decisions",
    responses=may_answer(401, 403, 404, 409, 413, 415, 422, 503),
)
async def decide_comment(
    comment_id: CommentId, sent: SentDecision, caller: Moderator, state: State
) -> CommentRecord:
    """Decide. If the comment has changed since you saw it, 409 has it as it is now."""
    decision = deciding.Decision(
        action=sent.action,
        actor=caller.actor,
        version=sent.version,
        reason=sent.reason,
        note=sent.note,
    )
    comment = await deciding.decide(state["store"], caller.site, comment_id, decision)
    return CommentRecord.model_validate(comment)
