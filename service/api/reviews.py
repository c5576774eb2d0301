"""The review queue: looking, claiming, giving back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from service.api.bodies import JsonRoute
from service.api.dependencies import Moderator
from service.api.fields import Line, ThreadId
from service.api.paging import PageQuery
from service.api.problems import may_answer
from service.api.records import ReviewItem
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.domain.statuses import LIVE, Status
from service.domain.verdicts import LABELS, ReasonCode
from service.moderation.reviewing import Order, ReviewQuery, claim_items, read_queue

router = APIRouter(tags=["reviews"], route_class=JsonRoute)

_SCORE_OF = "score:"
_ORDERS = ["priority", "newest", "oldest", "reports", *(_SCORE_OF + label for label in LABELS)]


class Filters(Sent):
    """Which comments, in which order."""

    status: Annotated[
        Status | None,
        Field(
            json_schema_extra={"enum": [*LIVE]},
            description="Held, unless `reason`, `reported` or `order=reports` ask for whatever "
            "awaits a person",
        ),
    ] = None
    reason: ReasonCode | None = None
    label: Annotated[str | None, Field(json_schema_extra={"enum": [*LABELS]})] = None
    min_score: Annotated[
        float | None, Field(ge=0, le=1, description="Of the label, or of the highest")
    ] = None
    thread: ThreadId | None = None
    author: Annotated[Line | None, Field(description="Id or name")] = None
    reported: bool | None = None
    claimed: bool | None = None
    q: Annotated[Line | None, Field(description="Words in the text")] = None
    order: Annotated[
        str, Field(pattern=f"^({'|'.join(_ORDERS)})$", json_schema_extra={"enum": _ORDERS})
    ] = "priority"

    def as_query(self, limit: int, cursor: str | None = None) -> ReviewQuery:
        """Put them the way the queue is asked."""
        given = self.model_dump(exclude={"order", "limit", "cursor", "count", "moderator"})
        if self.order.startswith(_SCORE_OF):
            given["label"] = self.order.removeprefix(_SCORE_OF)
        order = Order(self.order.partition(":")[0])
        return ReviewQuery(**given, order=order, limit=limit, cursor=cursor)


class ReviewFilters(Filters, PageQuery):
    """Which comments, in which order, and which part of the list."""

    moderator: Annotated[
        Line | None,
        Field(description="Who looks, and has skipped some; the key, if not given"),
    ] = None

    def as_query(self, limit: int, cursor: str | None = None) -> ReviewQuery:
        """Ask for what is held, unless something else is named."""
        query = super().as_query(limit, cursor)
        wider = self.status or self.reason or self.reported or query.order is Order.REPORTS
        return query if wider else replace(query, status=Status.HELD)


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
    viewer = filters.moderator or caller.actor.id
    query = replace(filters.as_query(filters.limit, filters.cursor), viewer=viewer)
    page = await read_queue(state["store"], caller.site, query)
    items = [ReviewItem.of(item) for item in page.items]
    return ReviewList(items=items, counts=page.counts, next_cursor=page.next_cursor)


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
