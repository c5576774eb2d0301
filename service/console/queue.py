"""/console: the review queue."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from service.api.errors import as_invalid
from service.api.state import State
from service.console.cards import read_cards
from service.console.notices import read_notice
from service.console.returning import HOME, Said
from service.console.routes import PageRoute
from service.console.visitors import Visitor
from service.domain.statuses import OUTCOMES, Action, Status
from service.domain.verdicts import ReasonCode
from service.moderation.reviewing import Order, ReviewQuery, read_items, read_queue
from service.store.events import BEGINNING

PER_PAGE = 25
MOST_CARDS = 50
"""So many cards a page has at most, be they asked for or come by themselves."""

ORDERS = (Order.PRIORITY, Order.NEWEST, Order.OLDEST, Order.REPORTS)
ORDERS_DECIDED = (Order.NEWEST, Order.OLDEST)
"""Nothing of what is decided is urgent."""

Decided = Literal[Status.APPROVED, Status.REJECTED, Status.SPAM]
DECIDED: tuple[Decided, ...] = (Status.APPROVED, Status.REJECTED, Status.SPAM)

router = APIRouter(prefix=HOME, route_class=PageRoute)

Words = Annotated[str | None, Field(max_length=200)]


class View(BaseModel):
    """Which part of the queue is looked at, or of what is decided, in which order."""

    model_config = ConfigDict(frozen=True)

    status: Decided | None = None
    """None: what waits."""
    reason: ReasonCode | None = None
    q: Words = None
    author: Words = None
    thread: Annotated[str | None, Field(max_length=2_000)] = None
    order: Order = Order.PRIORITY
    cursor: Annotated[str | None, Field(max_length=500)] = None

    @field_validator("status", "reason", "q", "author", "thread", "cursor", mode="before")
    @classmethod
    def _is_given(cls, value: object) -> object:
        """Take a field that was sent empty for one that was not sent."""
        return (value.strip() or None) if isinstance(value, str) else value

    @field_validator("order")
    @classmethod
    def _is_offered(cls, order: Order) -> Order:
        if order not in ORDERS:
            raise ValueError(order)
        return order

    @classmethod
    def read(cls, query: str) -> Self:
        """Read a view as a form of ours sends it.

        Raises
        ------
        InvalidError
            It is none.
        """
        try:
            return cls.model_validate(dict(parse_qsl(query)))
        except ValidationError as error:
            raise as_invalid(error) from error

    def having(self, **changes: Any) -> Self:  # noqa: ANN401 - values of the fields
        """Give a view that differs in something, from its first page on."""
        return self.model_copy(update={"cursor": None, **changes})

    def waiting(self, reason: ReasonCode | None) -> Self:
        """Give the view of what waits, for this reason or any, that is as narrow else."""
        order = Order.PRIORITY if self.status else self.order
        return self.having(status=None, reason=reason, order=order)

    def decided(self, status: Decided) -> Self:
        """Give the view of what is decided so that is as narrow else, the newest first."""
        return self.having(status=status, reason=None, order=Order.NEWEST)

    @property
    def orders(self) -> tuple[Order, ...]:
        """In which orders it can be read."""
        return ORDERS_DECIDED if self.status else ORDERS

    @property
    def actions(self) -> Sequence[Action]:
        """What may be done with many of its comments at once."""
        offered = (Action.APPROVE, Action.REJECT, Action.SPAM)
        return [action for action in offered if OUTCOMES[action] is not self.status]

    @property
    def written(self) -> str:
        """The view as the query of an address."""
        return urlencode(self.model_dump(mode="json", exclude_defaults=True))

    @property
    def path(self) -> str:
        """Where it is found."""
        return f"{HOME}?{self.written}" if self.written else HOME

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves out anything of what waits, or of what is decided so."""
        return any((self.reason, self.q, self.author, self.thread))

    def asked_by(self, moderator: str, limit: int = PER_PAGE) -> ReviewQuery:
        """Put it the way the queue is asked; what the moderator has skipped is left out."""
        given = self.model_dump(exclude={"order", "cursor"})
        return ReviewQuery(
            **given, order=self.order, cursor=self.cursor, viewer=moderator, limit=limit
        )


class Asked(View):
    """A view, and what has just been done."""

    act: Annotated[str | None, Field(max_length=64)] = None
    left: Annotated[int, Field(ge=0, le=100_000)] = 0
    said: Said | None = None


@router.get("")
async def show_queue(desk: Visitor, state: State, asked: Annotated[Asked, Query()]) -> Response:
    """Show what awaits a person, or what is decided."""
    store, site = state["store"], desk.site
    view = View(**asked.model_dump(include=set(View.model_fields)))
    last = await store.events.last(site)  # read first: what happens meanwhile is told to the page
    found = await read_queue(store, site, view.asked_by(desk.actor.id))
    return desk.page(
        "queue.html",
        view=view,
        decided=DECIDED,
        cards=await read_cards(state, site, found.items),
        counts=_why_they_wait(found.counts),
        size=await store.queue.size(site),
        sizes=await store.listings.count_statuses(site),
        next=view.having(cursor=found.next_cursor) if found.next_cursor else None,
        notice=await read_notice(store, site, asked.act, asked.left),
        said=asked.said,
        back=view.path,
        most=MOST_CARDS,
        after=None if last == BEGINNING else last,
    )


def _why_they_wait(counts: Mapping[ReasonCode, int]) -> list[tuple[ReasonCode, int]]:
    """List the reasons, the most frequent first; that no check objected is none to wait."""
    asked = [(code, n) for code, n in counts.items() if code is not ReasonCode.CLEAN]
    return sorted(asked, key=lambda pair: -pair[1])


@router.get("/cards")
async def show_cards(
    desk: Visitor,
    state: State,
    ids: Annotated[list[str], Query(alias="id", max_length=MOST_CARDS)],
) -> Response:
    """Show some comments as they are now: what a script puts in the place of older cards."""
    known = [id_ for id_ in ids if len(id_) <= 64]  # noqa: PLR2004 - longer than any id
    items = await read_items(state["store"], desk.site, known)
    return desk.page("cards.html", cards=await read_cards(state, desk.site, items), back=HOME)
