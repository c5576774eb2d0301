"""/console: the review queue."""

from typing import Annotated, Any, Self
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, field_validator

from service.api.state import State
from service.console.cards import Card, thresholds_of
from service.console.notices import read_notice
from service.console.returning import HOME, Said
from service.console.routes import PageRoute
from service.console.visitors import Visitor
from service.domain.verdicts import ReasonCode
from service.moderation.reviewing import Order, ReviewQuery, read_queue

PER_PAGE = 25
ORDERS = (Order.PRIORITY, Order.NEWEST, Order.OLDEST, Order.REPORTS)

router = APIRouter(prefix=HOME, route_class=PageRoute)


class View(BaseModel):
    """Which part of the queue is looked at, in which order."""

    model_config = ConfigDict(frozen=True)

    reason: ReasonCode | None = None
    order: Order = Order.PRIORITY
    cursor: Annotated[str | None, Field(max_length=500)] = None

    @field_validator("order")
    @classmethod
    def _is_offered(cls, order: Order) -> Order:
        if order not in ORDERS:
            raise ValueError(order)
        return order

    def having(self, **changes: Any) -> Self:  # noqa: ANN401 - values of the fields
        """Give a view that differs in something, from its first page on."""
        return self.model_copy(update={"cursor": None, **changes})

    @property
    def path(self) -> str:
        """Where it is found."""
        query = urlencode(self.model_dump(mode="json", exclude_defaults=True))
        return f"{HOME}?{query}" if query else HOME

    @property
    def query(self) -> ReviewQuery:
        """How the queue is asked for it."""
        return ReviewQuery(reason=self.reason, order=self.order, cursor=self.cursor, limit=PER_PAGE)


class Asked(View):
    """A view, and what has just been done."""

    act: Annotated[str | None, Field(max_length=64)] = None
    said: Said | None = None


@router.get("")
async def show_queue(desk: Visitor, state: State, asked: Annotated[Asked, Query()]) -> Response:
    """Show what awaits a person."""
    store, site = state["store"], desk.site
    view = View(**asked.model_dump(include=set(View.model_fields)))
    found = await read_queue(store, site, view.query)
    thresholds = await thresholds_of(state, site)
    return desk.page(
        "queue.html",
        view=view,
        orders=ORDERS,
        cards=[Card.of(item, thresholds) for item in found.items],
        counts=sorted(found.counts.items(), key=lambda pair: -pair[1]),
        size=await store.queue.size(site),
        next=view.having(cursor=found.next_cursor) if found.next_cursor else None,
        notice=await read_notice(store, site, asked.act),
        said=asked.said,
        back=view.path,
    )
