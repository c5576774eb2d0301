"""/console/comments/{id}: all that is known of one comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.concurrency import run_in_threadpool

from service.api.state import AppState, State
from service.console.bans import DAYS
from service.console.cards import read_card
from service.console.levels import levels_of, offences_in, read_limits
from service.console.notices import read_notice
from service.console.returning import HOME, Said
from service.console.revisions import Passage, compare
from service.console.routes import PageRoute
from service.console.visitors import Desk, Visitor
from service.domain.authors import Ban
from service.domain.comments import Comment, Revision
from service.domain.permissions import Permission
from service.moderation.banning import bans_on_author

_OTHERS = 10
"""How many other comments of the author are listed."""

router = APIRouter(prefix=HOME, route_class=PageRoute)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a comment's text."""

    at: int
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True)
class Other:
    """Another comment of the author."""

    comment: Comment
    offences: Sequence[str]
    """What may hurt who reads it."""


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
    earlier = await store.comments.revisions(site, comment_id)
    return desk.page(
        "comment.html",
        card=card,
        history=await store.comments.history(site, comment_id),
        edits=await run_in_threadpool(_edits, earlier, card.comment.text),
        others=await _others_by_author(state, site, card.comment),
        bans=await _bans_shown(desk, state, card.comment),
        ban_days=DAYS,
        notice=await read_notice(store, site, act),
        said=said,
        back=f"{HOME}/comments/{comment_id}",
    )


async def _bans_shown(desk: Desk, state: AppState, comment: Comment) -> Sequence[Ban] | None:
    """Read the bans on the author; None: this person keeps no bans, or nobody is known to ban."""
    if not (comment.identities and desk.who.may(Permission.BANS)):
        return None
    return await bans_on_author(state["store"], desk.site, comment)


def _edits(earlier: Sequence[Revision], now: str) -> list[Edit]:
    """Compare each text with the next one, the last change first."""
    texts = [*(revision.text for revision in earlier), now]
    edits = [
        Edit(revision.ended_at, compare(revision.text, after))
        for revision, after in zip(earlier, texts[1:], strict=True)
    ]
    return edits[::-1]


async def _others_by_author(state: AppState, site: str, comment: Comment) -> list[Other]:
    """Read what else they wrote last, by what they are known by most surely."""
    store, limits = state["store"], await read_limits(state, site)
    if not comment.identities:
        return []
    page = await store.listings.by_author(
        site, comment.identities[0], limit=_OTHERS + 1, cursor=None
    )
    found = await store.comments.get_many(site, [id_ for id_ in page.ids if id_ != comment.id])
    others = [other for other in found if other is not None][:_OTHERS]
    return [Other(other, offences_in(levels_of(other.scores, limits))) for other in others]
