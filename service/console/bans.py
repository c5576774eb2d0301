"""/console/bans: whose comments a site does not want; made where a comment is shown."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field, ValidationError

from service.api.errors import as_invalid
from service.api.fields import CommentId, Line
from service.api.schemas import Sent as SentModel
from service.api.state import State
from service.clock import now_ms
from service.console.returning import HOME, Said, go, ours
from service.console.routes import PageRoute
from service.console.senders import Sender, Sent
from service.console.visitors import Desk, permitted
from service.domain.errors import NotFoundError
from service.domain.permissions import Permission
from service.moderation.banning import BanOrder, ban_author, lift_ban, read_bans

DAYS = (7, 30, 365)
"""So long a ban may last, unless it lasts until it is lifted."""

_PAGE = HOME + "/bans"
_AT_ONCE = 50
_DAY_MS = 24 * 3600 * 1000

router = APIRouter(prefix=HOME, route_class=PageRoute)

Keeper = Annotated[Desk, Depends(permitted(Permission.BANS))]
"""A person who may ban authors."""


class SentBan(SentModel):
    """The comment whose author is to be banned, for how many days, and why."""

    id: CommentId
    days: Annotated[int, Field(ge=1, le=DAYS[-1])] | None = None
    reason: Line | None = None


@router.get("/bans")
async def show_bans(
    desk: Keeper,
    state: State,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    said: Said | None = None,
) -> Response:
    """Show who is banned, those included whose time is over."""
    bans, after = await read_bans(state["store"], desk.site, _AT_ONCE, cursor)
    return desk.page("bans.html", bans=bans, next=after, now=now_ms(), said=said)


@router.post("/bans")
async def post_ban(sent: Sent, state: State) -> Response:
    """Ban the author of a comment, by all that is known of them."""
    desk = sent.desk
    desk.who.require(Permission.BANS)
    wanted = _read(sent)
    order = BanOrder(
        comment_id=wanted.id,
        reason=wanted.reason or "",
        until=now_ms() + wanted.days * _DAY_MS if wanted.days else None,
    )
    await ban_author(state["store"], state["pseudonyms"], desk.site, order, desk.actor)
    return go(ours(sent.form.get("back")), said=Said.BANNED)


@router.post("/bans/lift")
async def post_lifting(sent: Sent, state: State) -> Response:
    """Lift bans; one that somebody else has lifted meanwhile is lifted, too."""
    desk = sent.desk
    desk.who.require(Permission.BANS)
    for ban_id in sent.form.getlist("ban"):
        try:
            await lift_ban(state["store"], desk.site, ban_id, desk.actor)
        except NotFoundError:
            continue
    return go(ours(sent.form.get("back")), said=Said.BAN_LIFTED)


def _read(sent: Sender) -> SentBan:
    """Check what was sent.

    Raises
    ------
    InvalidError
        It is not what our form sends.
    """
    form = sent.form
    filled = {name: form[name].strip() for name in SentBan.model_fields if form.get(name)}
    try:
        return SentBan.model_validate(filled)
    except ValidationError as error:
        raise as_invalid(error) from error
