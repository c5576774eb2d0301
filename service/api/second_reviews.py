"""Second opinions, and where two people disagree."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from service.api.bodies import JsonRoute
from service.api.dependencies import Moderator
from service.api.fields import CommentId, Line, Time, Version
from service.api.problems import may_answer
from service.api.records import AuthorRecord, CommentRecord, ReasonRecord, ThreadRecord
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.domain.statuses import Action, Status
from service.moderation.reviewing_again import (
    answer_again,
    read_again,
    read_disputes,
    settle_dispute,
)

router = APIRouter(tags=["reviews"], route_class=JsonRoute)

Who = Annotated[Line | None, Query(description="Who looks; the key, if not given")]


class BlindComment(Shown):
    """A comment that somebody has decided; what they said is not told."""

    id: str
    version: int
    thread: ThreadRecord
    author: AuthorRecord
    text: str
    scores: Mapping[str, float]
    reasons: Sequence[ReasonRecord] = Field(description="The policy's")
    created_at: Time
    reports: int


class BlindComments(Shown):
    """Comments that wait for a second opinion, the longest first."""

    items: Sequence[BlindComment]
    next_cursor: str | None = None


class SentOpinion(Sent):
    """What somebody would have done."""

    action: Literal[Action.APPROVE, Action.REJECT, Action.SPAM]
    version: Annotated[Version, Field(description="The version that was seen")]
    moderator: Annotated[Line | None, Field(description="Who says so; the key, if not given")] = (
        None
    )


class OpinionRecord(Shown):
    """What somebody said."""

    by: str
    status: Status
    at: Time


class DisputeRecord(Shown):
    """A comment on which two people disagree; the first decision stands."""

    comment: CommentRecord
    first: OpinionRecord
    second: OpinionRecord


class Disputes(Shown):
    """Where people disagree, the longest first. What is decided anew is settled."""

    items: Sequence[DisputeRecord]
    next_cursor: str | None = None


@router.get("/v1/second-reviews", responses=may_answer(401, 403, 422, 503))
async def read_second_reviews(
    caller: Moderator,
    state: State,
    moderator: Who = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> BlindComments:
    """Show what others have decided, for a second opinion, without what they said."""
    who = moderator or caller.actor.id
    found = await read_again(state["store"], caller.site, who, limit)
    return BlindComments(items=[BlindComment.model_validate(comment) for comment in found])


@router.post(
    "/v1/second-reviews/{comment_id}",
    status_code=204,
    responses=may_answer(401, 403, 404, 409, 413, 415, 422, 503),
)
async def answer_second_review(
    comment_id: CommentId, sent: SentOpinion, caller: Moderator, state: State
) -> None:
    """Give a second opinion. The comment stays what it is; where they differ, a lead looks."""
    by = sent.moderator or caller.actor.id
    site, version = caller.site, sent.version
    await answer_again(state["store"], site, comment_id, version, sent.action, by)


@router.get("/v1/disagreements", responses=may_answer(401, 403, 422, 503))
async def read_disagreements(
    caller: Moderator, state: State, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> Disputes:
    """Show where two people disagree; whoever decides the comment anew has the last word."""
    found = await read_disputes(state["store"], caller.site, limit)
    return Disputes(items=[DisputeRecord.model_validate(dispute) for dispute in found])


@router.delete(
    "/v1/disagreements/{comment_id}",
    status_code=204,
    responses=may_answer(401, 403, 404, 422, 503),
)
async def settle_disagreement(comment_id: CommentId, caller: Moderator, state: State) -> None:
    """Let the first decision stand for good."""
    await settle_dispute(state["store"], caller.site, comment_id)
