"""Deciding what awaits a person, one or many, and taking it back."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from service.api.bodies import JsonRoute
from service.api.dependencies import Moderator
from service.api.errors import problem_of
from service.api.fields import CommentId, Line, Note, Version
from service.api.problems import Problem, may_answer
from service.api.records import CommentRecord
from service.api.review_filters import QueueFilters
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.domain.comments import Comment
from service.domain.errors import GreenroomError
from service.domain.statuses import Action, Status
from service.moderation import deciding, undoing
from service.moderation.deciding import Decision, Seen
from service.moderation.deciding_alike import find_expected
from service.moderation.deciding_floods import LONGEST_S, SHORTEST_S, decide_flood, decide_floods

router = APIRouter(tags=["reviews"], route_class=JsonRoute)


class SentVerb(Sent):
    """What a person wants done."""

    action: Action
    reason: Annotated[Line | None, Field(description="Shown with the comment")] = None
    note: Annotated[Note | None, Field(description="For colleagues, in the history")] = None
    later_arrivals_s: Annotated[
        int | None,
        Field(
            ge=SHORTEST_S,
            le=LONGEST_S,
            strict=True,
            description="All on the same card, too, and for so many seconds what comes later",
        ),
    ] = None


class SentDecision(SentVerb):
    """What a person wants done to one comment."""

    version: Annotated[Version, Field(description="The version that was seen")]


class SeenItem(Sent):
    """A comment as it was seen."""

    id: CommentId
    version: Version


class SentDecisions(SentVerb):
    """What a person wants done to many comments: those named, or all that match a filter."""

    filter: Annotated[
        QueueFilters | None, Field(description="All that `GET /v1/reviews` lists by it, and copies")
    ] = None
    items: Annotated[
        list[SeenItem] | None, Field(min_length=1, max_length=1_000, validate_default=True)
    ] = None
    expected: Annotated[
        int | None,
        Field(ge=0, strict=True, description="With `filter`: how many you saw; if more match, 409"),
    ] = None

    @field_validator("items")
    @classmethod
    def _is_either(
        cls, items: list[SeenItem] | None, info: ValidationInfo
    ) -> list[SeenItem] | None:
        if "filter" in info.data and (items is None) == (info.data["filter"] is None):
            raise PydanticCustomError("either", "Send either `items` or a `filter`.")
        return items

    @field_validator("expected")
    @classmethod
    def _goes_with_a_filter(cls, expected: int | None, info: ValidationInfo) -> int | None:
        if expected is not None and info.data.get("items") is not None:
            raise PydanticCustomError("expected", "This goes with a `filter`.")
        return expected


class DecidedComment(CommentRecord):
    """The comment as it is now."""

    decision: str | None = Field(description="Undo it by this id")


class DecidedRow(Shown):
    """A comment that was decided."""

    id: str
    status: Status
    version: int


class LeftRow(Shown):
    """A comment that was left alone."""

    id: str
    error: Problem


class Act(Shown):
    """One decision, and what became of each comment, in their order."""

    id: str
    decided: int = Field(description="How many comments were decided; the others were left alone")
    results: Sequence[DecidedRow | LeftRow]


class Undone(Shown):
    """Which comments are what they were, and which somebody has changed since."""

    restored: Sequence[str]
    skipped: Sequence[str]
    failed: Sequence[str] = Field(
        description="What Redis could not take any more: undo again",
        exclude_if=lambda failed: not failed,
    )


@router.post(
    "/v1/comments/{comment_id}/decisions",
    responses=may_answer(401, 403, 404, 409, 413, 415, 422, 503),
)
async def decide_comment(
    comment_id: CommentId, sent: SentDecision, caller: Moderator, state: State
) -> DecidedComment:
    """Decide. If the comment has changed since you saw it, 409 has it as it is now."""
    decision = Decision(action=sent.action, actor=caller.actor, reason=sent.reason, note=sent.note)
    seen, store = Seen(comment_id, sent.version), state["store"]
    if sent.later_arrivals_s is None:
        comment = (await deciding.decide(store, caller.site, seen, decision))[1]
    else:
        comment, _act = await decide_flood(
            store, caller.site, seen, decision, sent.later_arrivals_s
        )
    return DecidedComment.model_validate(comment)


@router.post("/v1/decisions", responses=may_answer(401, 403, 409, 413, 415, 422, 503))
async def decide_comments(sent: SentDecisions, caller: Moderator, state: State) -> Act:
    """Decide many, each by itself; one id stands for the whole act.

    By filter, it is what matches when this arrives, each comment at the version it has then.
    """
    decision = Decision(action=sent.action, actor=caller.actor, reason=sent.reason, note=sent.note)
    seen = [Seen(item.id, item.version) for item in sent.items or ()]
    if sent.filter is not None:
        query = sent.filter.seen_by(caller.actor.id)
        seen = await find_expected(state["store"], caller.site, query, sent.expected)
    if sent.later_arrivals_s is None:
        act = await deciding.decide_all(state["store"], caller.site, seen, decision)
    else:
        flood = await decide_floods(
            state["store"], caller.site, seen, decision, sent.later_arrivals_s
        )
        seen, act = [*flood.seen], flood.act
    rows = [_row(item.comment_id, result) for item, result in zip(seen, act.results, strict=True)]
    return Act(id=act.id, decided=act.decided, results=rows)


@router.post("/v1/decisions/{decision_id}/undo", responses=may_answer(401, 403, 404, 422, 503))
async def undo_decision(decision_id: CommentId, caller: Moderator, state: State) -> Undone:
    """Put back what one decision changed, single or bulk, where nobody has changed it since."""
    undone = await undoing.undo(state["store"], caller.site, decision_id, caller.actor)
    return Undone.model_validate(undone)


def _row(comment_id: str, result: Comment | GreenroomError) -> DecidedRow | LeftRow:
    if isinstance(result, GreenroomError):
        return LeftRow(id=comment_id, error=problem_of(result))
    return DecidedRow.model_validate(result)
