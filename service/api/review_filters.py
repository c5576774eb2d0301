"""Filters of the review queue, for all who read it, take from it, or decide by it."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from service.api.fields import Line, ThreadId
from service.api.paging import PageQuery
from service.api.schemas import Sent
from service.domain.statuses import LIVE, Status
from service.domain.verdicts import LABELS, ReasonCode
from service.moderation.reviewing import Order, ReviewQuery

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


class QueueFilters(Filters):
    """Which comments, as somebody sees them."""

    moderator: Annotated[
        Line | None,
        Field(description="Who looks, and has skipped some; the key, if not given"),
    ] = None

    def as_query(self, limit: int, cursor: str | None = None) -> ReviewQuery:
        """Ask for what is held, unless something else is named."""
        query = super().as_query(limit, cursor)
        wider = self.status or self.reason or self.reported or query.order is Order.REPORTS
        return query if wider else replace(query, status=Status.HELD)

    def seen_by(self, key: str, limit: int = 50, cursor: str | None = None) -> ReviewQuery:
        """Ask for what the moderator sees, or the key if nobody is named."""
        return replace(self.as_query(limit, cursor), viewer=self.moderator or key)


class ReviewFilters(QueueFilters, PageQuery):
    """Which comments, in which order, and which part of the list."""
