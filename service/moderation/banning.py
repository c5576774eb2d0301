"""Banning authors: by what a site knows of them, or by what they wrote."""

from dataclasses import dataclass

from service.clock import now_ms
from service.domain.audit import Actor
from service.domain.authors import Ban
from service.domain.comments import Comment, identities
from service.domain.errors import FieldProblem, InvalidError, NotFoundError
from service.domain.pseudonyms import Pseudonyms
from service.domain.setting_changes import OPERATOR, About, SettingChange
from service.domain.times import as_rfc_3339
from service.moderation.finding import find_comment
from service.moderation.paging import take_page
from service.store.redis import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class BanOrder:
    """Who is to be banned: the author of a comment, or whoever has one of these."""

    comment_id: str | None = None
    author_id: str | None = None
    email: str | None = None
    address: str | None = None
    reason: str = ""
    until: int | None = None
    """End of the ban, ms; None: until it is lifted."""


async def ban_author(
    store: Store, pseudonyms: Pseudonyms, site: str, order: BanOrder, actor: Actor
) -> list[Ban]:
    """Ban every identity that the order names; who is banned already is so by this order now.

    Raises
    ------
    NotFoundError
        The site has no such comment.
    InvalidError
        Nothing is known by which its author could be known again.
    """
    now = now_ms()
    bans = [
        Ban(identity=identity, by=actor.id, at=now, reason=order.reason, until=order.until)
        for identity in await _identities(store, pseudonyms, site, order)
    ]
    for ban in bans:
        await store.authors.ban(site, ban)
        until = as_rfc_3339(ban.until) if ban.until else "for ever"
        change = SettingChange(
            about=About.BANS, subject=ban.id, action="ban", actor=actor, after=until
        )
        await store.setting_changes.note(site, change)
    return bans


async def lift_ban(store: Store, site: str, ban_id: str, actor: Actor = OPERATOR) -> None:
    """Lift a ban.

    Raises
    ------
    NotFoundError
        There is no such ban.
    """
    found = [ban for ban in await store.authors.bans(site) if ban.id == ban_id]
    if not (found and await store.authors.lift(site, found[0].identity)):
        raise NotFoundError("The site has no such ban.")
    change = SettingChange(about=About.BANS, subject=ban_id, action="lift", actor=actor)
    await store.setting_changes.note(site, change)


async def bans_on_author(store: Store, site: str, comment: Comment) -> list[Ban]:
    """Find the bans that are in force on the author of a comment, by whatever they are known."""
    now, known = now_ms(), comment.identities
    return [b for b in await store.authors.bans(site) if b.identity in known and b.is_on(now)]


async def read_bans(
    store: Store, site: str, limit: int, cursor: str | None
) -> tuple[list[Ban], str | None]:
    """Read one page of the bans, the newest first, and where the next one begins.

    Raises
    ------
    InvalidError
        The cursor is not one of this list.
    """
    bans = await store.authors.bans(site)
    return take_page(bans, lambda ban: (ban.at, ban.id), limit, cursor)


async def _identities(
    store: Store, pseudonyms: Pseudonyms, site: str, order: BanOrder
) -> tuple[str, ...]:
    if order.comment_id is None:
        return identities(
            order.author_id,
            order.email and pseudonyms.of_email(site, order.email),
            order.address and pseudonyms.of_address(site, order.address),
        )
    known = (await find_comment(store, site, order.comment_id)).identities
    if not known:
        message = "Nothing is known of its author by which to know them again."
        raise InvalidError(FieldProblem("comment_id", message))
    return known
