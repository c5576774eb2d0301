"""The review queue."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from service.api.dependencies import Moderator
from service.api.fields import Line, ThreadId
from service.api.paging import PageQuery
from service.api.problems import may_answer
from service.api.records import ReviewItem
from service.api.schemas import Shown
from service.api.state import State
from service.domain.statuses import LIVE, Status
from service.domain.verdicts import LABELS, ReasonCode
from service.moderation.reviewing import ReviewQuery, read_queue
from service.store.listings import Order

router = APIRouter(tags=["reviews"])


class ReviewFilters(PageQuery):
    """Which comments, in which order."""

    status: Annotated[Status, Field(json_schema_extra={"enum": [*LIVE]})] = Status.HELD
    reason: ReasonCode | None = None
    label: Annotated[str | None, Field(json_schema_extra={"enum": [*LABELS]})] = None
    min_score: Annotated[
        float | None, Field(ge=0, le=1, description="Of the label, or of the highest")
    ] = None
    thread: ThreadId | None = None
    author: Annotated[Line | None, Field(description="Id or name")] = None
    reported: bool | None = None
    q: Annotated[Line | None, Field(description="Words in the text")] = None
    order: Order = Order.PRIORITY


class ReviewList(Shown):
    """Comments that ask for a person."""

    items: Sequence[ReviewItem]
    counts: Mapping[ReasonCode, int] = Field(description="Held comments of the site, by reason")
    next_cursor: str | None


@router.get("/v1/reviews", responses=may_answer(401, 403, 422, 503))
async def read_reviews(
    caller: Moderator, state: State, filters: Annotated[ReviewFilters, Query()]
) -> ReviewList:
    """Show what is held, or what else the filters name.

    A page may be short and have a `next_cursor` all the same: then there may be more.
    """
    query = ReviewQuery(**dict(filters))
    page = await read_queue(state["store"], caller.site, query)
    items = [ReviewItem.of(comment) for comment in page.items]
    return ReviewList(items=items, counts=page.counts, next_cursor=page.next_cursor)
