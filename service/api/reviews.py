"""The review queue: looking, claiming, giving back."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from service.api.bodies import JsonRoute
from service.api.dependencies import Moderator
from service.api.fields import Line
from service.api.problems import may_answer
from service.api.records import ReviewItem
from service.api.review_filters import Filters, QueueFilters, ReviewFilters
from service.api.schemas import Shown
from service.api.state import State
from service.domain.statuses import LIVE, Status
from service.domain.verdicts import ReasonCode
from service.moderation.claiming import claim_items
from service.moderation.deciding_alike import find_matching
from service.moderation.reviewing import read_queue

router = APIRouter(tags=["reviews"], route_class=JsonRoute)


class ClaimRequest(Filters):
    """How many items to claim, and which."""

    status: Annotated[
        Status | None,
        Field(
            json_schema_extra={"enum": [*LIVE]},
            description="Whatever awaits a person, held or not, unless one is given",
        ),
    ] = None
    count: Annotated[int, Field(ge=1, le=50)] = 10
    moderator: Annotated[Line | None, Field(description="Who claims; the key, if not given")] = None


class ReviewList(Shown):
    """Comments that ask for a person."""

    items: Sequence[ReviewItem]
    counts: Mapping[ReasonCode, int] = Field(description="Cards in the queue, by reason")
    next_cursor: str | None


class Counted(Shown):
    """How many comments a decision by the same filter would be about."""

    matching: int = Field(description="Comments, each copy on a card counted by itself")
    complete: bool = Field(description="False: there are more, too many for one decision")


class Claimed(Shown):
    """Items leased to the caller, and to nobody else meanwhile."""

    items: Sequence[ReviewItem]


class Released(Shown):
    """What was given back."""

    released: int


@router.get("/v1/reviews", responses=may_answer(401, 403, 422, 503))
async def read_reviews(
    caller: Moderator, state: State, filters: Annotated[ReviewFilters, Query()]
) -> ReviewList:
    """Show what is held, or what else the filters name.

    A page may be short and have a `next_cursor` all the same: then there may be more.
    """
    query = filters.seen_by(caller.actor.id, filters.limit, filters.cursor)
    page = await read_queue(state["store"], caller.site, query)
    items = [ReviewItem.of(item) for item in page.items]
    return ReviewList(items=items, counts=page.counts, next_cursor=page.next_cursor)


@router.get("/v1/reviews/count", responses=may_answer(401, 403, 422, 503))
async def count_reviews(
    caller: Moderator, state: State, filters: Annotated[QueueFilters, Query()]
) -> Counted:
    """Count what matches, for `expected` in a decision by filter."""
    query = filters.seen_by(caller.actor.id)
    found = await find_matching(state["store"], caller.site, query)
    return Counted(matching=len(found.seen), complete=found.complete)


@router.post("/v1/reviews/claims", responses=may_answer(401, 403, 413, 415, 422, 503))
async def claim_reviews(sent: ClaimRequest, caller: Moderator, state: State) -> Claimed:
    """Lease items to work on, the most urgent first; nobody else gets them for ten minutes."""
    query = sent.as_query(sent.count)
    who = sent.moderator or caller.actor.id
    items = await claim_items(state["store"], caller.site, query, who)
    return Claimed(items=[ReviewItem.of(item) for item in items])


@router.delete("/v1/reviews/claims", responses=may_answer(401, 403, 422, 503))
async def release_reviews(
    caller: Moderator, state: State, moderator: Annotated[Line | None, Query()] = None
) -> Released:
    """Give back all that the caller has claimed."""
    who = moderator or caller.actor.id
    return Released(released=await state["store"].queue.release(caller.site, who))
