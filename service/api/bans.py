"""Authors whose comments a site does not want."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Query
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.bodies import JsonRoute
from service.api.dependencies import Moderator
from service.api.fields import CommentId, Deadline, Email, IpAddress, Line, Time, as_ms
from service.api.paging import PageQuery
from service.api.problems import may_answer
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.moderation.banning import BanOrder, ban_author, lift_ban, read_bans

router = APIRouter(tags=["bans"], route_class=JsonRoute)


class SentBan(Sent):
    """Whom to ban: exactly one of `comment_id`, `author_id`, `email` and `ip` says it."""

    comment_id: Annotated[
        CommentId | None, Field(description="Its author, by all that is known of them")
    ] = None
    author_id: Line | None = None
    email: Annotated[Email | None, Field(description="Kept as a keyed hash only")] = None
    ip: Annotated[
        IpAddress | None,
        Field(description="Kept as a keyed hash only; an IPv6 address stands for its /64"),
    ] = None
    reason: Annotated[Line | None, Field(description="Shown with the comments it rejects")] = None
    until: Annotated[Deadline | None, Field(description="None: until it is lifted")] = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        named = (self.comment_id, self.author_id, self.email, self.ip)
        if sum(value is not None for value in named) != 1:
            raise PydanticCustomError("who", "Give one of comment_id, author_id, email and ip.")
        return self


class BanRecord(Shown):
    """A ban on what an author is known by."""

    id: str
    kind: Literal["author", "email", "address"]
    author_id: str | None
    reason: str
    by: str
    at: Time
    until: Time | None


class BanList(Shown):
    """Bans, the newest first."""

    items: Sequence[BanRecord]
    next_cursor: str | None


class Banned(Shown):
    """The bans that were made, one for each thing the author is known by."""

    items: Sequence[BanRecord]


@router.get("/v1/bans", responses=may_answer(401, 403, 422, 503))
async def list_bans(
    caller: Moderator, state: State, query: Annotated[PageQuery, Query()]
) -> BanList:
    """Show who is banned, those included whose time is over."""
    bans, cursor = await read_bans(state["store"], caller.site, query.limit, query.cursor)
    return BanList(items=[BanRecord.model_validate(ban) for ban in bans], next_cursor=cursor)


@router.post("/v1/bans", responses=may_answer(401, 403, 404, 413, 415, 422, 503))
async def ban(sent: SentBan, caller: Moderator, state: State) -> Banned:
    """Ban an author: what they write from now on is rejected. A ban on a ban replaces it."""
    order = BanOrder(
        comment_id=sent.comment_id,
        author_id=sent.author_id,
        email=sent.email,
        address=sent.ip,
        reason=sent.reason or "",
        until=as_ms(sent.until),
    )
    bans = await ban_author(state["store"], state["pseudonyms"], caller.site, order, caller.actor)
    return Banned(items=[BanRecord.model_validate(ban) for ban in bans])


@router.delete("/v1/bans/{ban_id}", status_code=204, responses=may_answer(401, 403, 404, 422, 503))
async def unban(ban_id: CommentId, caller: Moderator, state: State) -> None:
    """Lift a ban; what it has rejected stays so."""
    await lift_ban(state["store"], caller.site, ban_id, caller.actor)
