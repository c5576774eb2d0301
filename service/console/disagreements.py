"""/console/disagreements: how far two people agree, and who has the last word where they do not."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from service.api.state import AppState, State
from service.console.cards import Card, read_cards
from service.console.notices import read_notice
from service.console.returning import HOME, Said, go
from service.console.routes import PageRoute
from service.console.senders import Sent
from service.console.visitors import Desk, permitted
from service.domain.errors import NotFoundError
from service.domain.permissions import Permission
from service.domain.second_reviews import Dispute, Opinion
from service.moderation.reviewing import read_items
from service.moderation.reviewing_again import read_disputes, settle_dispute
from service.moderation.statistics import read_statistics

DAYS = 30
"""Of so many days agreement is told."""

_PAGE = f"{HOME}/disagreements"
_AT_ONCE = 20

router = APIRouter(prefix=HOME, route_class=PageRoute)

Judge = Annotated[Desk, Depends(permitted(Permission.SETTLE))]
"""A person who may have the last word."""


@dataclass(frozen=True, slots=True)
class DisputeCard:
    """A comment on which two people disagree, and what each of them said."""

    card: Card
    first: Opinion
    second: Opinion


@router.get("/disagreements")
async def show_disagreements(
    desk: Judge,
    state: State,
    act: Annotated[str | None, Query(max_length=64)] = None,
    said: Said | None = None,
) -> Response:
    """Show where people disagree, the longest first, and how far they agree in all."""
    store, site = state["store"], desk.site
    disputes, figures = await asyncio.gather(
        read_disputes(store, site, _AT_ONCE), read_statistics(store, site, DAYS)
    )
    return desk.page(
        "disagreements.html",
        disputes=await _cards_of(state, site, disputes),
        agreement=figures.second_reviews,
        days=DAYS,
        notice=await read_notice(store, site, act),
        said=said,
        back=_PAGE,
    )


@router.post("/disagreements")
async def post_settlement(sent: Sent, state: State) -> Response:
    """Let the first decision stand; who finds otherwise decides anew, as on any card."""
    sent.desk.who.require(Permission.SETTLE)
    try:
        await settle_dispute(state["store"], sent.desk.site, sent.form.get("id", "")[:64])
    except NotFoundError:
        return go(_PAGE, said=Said.SETTLED_ALREADY)
    return go(_PAGE, said=Said.SETTLED)


async def _cards_of(state: AppState, site: str, disputes: Sequence[Dispute]) -> list[DisputeCard]:
    """Read the comments as they are now; what has been erased since is left out."""
    by_id = {dispute.comment.id: dispute for dispute in disputes}
    items = await read_items(state["store"], site, list(by_id))
    cards = await read_cards(state, site, items)
    pairs = ((card, by_id[card.comment.id]) for card in cards)
    return [DisputeCard(card, dispute.first, dispute.second) for card, dispute in pairs]
