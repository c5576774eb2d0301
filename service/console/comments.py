"""/console/comments/{id}: all that is known of one comment."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from service.api.state import AppState, State
from service.console.cards import Card, thresholds_of
from service.console.notices import read_notice
from service.console.returning import HOME, Said
from service.console.routes import PageRoute
from service.console.visitors import Visitor
from service.domain.errors import NotFoundError
from service.moderation.reviewing import read_items

router = APIRouter(prefix=HOME, route_class=PageRoute)


@router.get("/comments/{comment_id}")
async def show_comment(
    comment_id: Annotated[str, Path(max_length=64)],
    desk: Visitor,
    state: State,
    act: Annotated[str | None, Query(max_length=64)] = None,
    said: Said | None = None,
) -> Response:
    """Show a comment of the moderator's own site."""
    store, site = state["store"], desk.site
    card = await read_card(state, site, comment_id, folded=False)
    return desk.page(
        "comment.html",
        card=card,
        history=await store.comments.history(site, comment_id),
        notice=await read_notice(store, site, act),
        said=said,
        back=f"{HOME}/comments/{comment_id}",
    )


async def read_card(state: AppState, site: str, comment_id: str, *, folded: bool = True) -> Card:
    """Read a comment as a card.

    Raises
    ------
    NotFoundError
        The site has no such comment, or it is erased.
    """
    items = await read_items(state["store"], site, [comment_id])
    if not items:
        raise NotFoundError("This site has no such comment.")
    return Card.of(items[0], await thresholds_of(state, site), folded=folded)
