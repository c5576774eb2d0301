"""Who calls by the protocol of another service, wherever in the request that puts the key."""

from contextlib import suppress
from typing import TypeVar

from fastapi import Request

from service.api.dependencies import Caller, client_address
from service.api.state import AppState
from service.domain.errors import ForbiddenError, UnauthenticatedError, UnavailableError
from service.domain.sites import ALL_SITES, Scope
from service.moderation.keys import require_live, require_scope
from service.moderation.remembering import Memory, patiently
from service.moderation.short_keys import is_short

Answer = TypeVar("Answer")


async def admit(
    request: Request,
    state: AppState,
    presented: str | None,
    *,
    outlasting: bool = False,
    short: bool = False,
) -> Caller:
    """Let a secret key of one site pass that may submit, and count the call.

    ``outlasting``: while Redis is silent, let in who was known lately. It is for doors that can
    answer without it, and the figures tell of it. ``short``: short keys are keys here, too.

    Raises
    ------
    UnauthenticatedError
        There is no such key.
    ForbiddenError
        It is not for this.
    TooManyError
        It has called as often as one key may in a minute.
    UnavailableError
        Redis does not answer, and the key is not known.
    """
    if not presented:
        raise UnauthenticatedError("Send a key.")
    lookups = state["lookups"]
    known = lookups.short_key if short and is_short(presented) else lookups.key
    key = await _find(state, "key", known, presented, outlasting=outlasting)
    require_live(key)
    require_scope(key, [Scope.SUBMIT])
    caller = Caller(key, client_address(request))
    if caller.is_page:
        raise ForbiddenError("This needs a secret key.")
    if caller.site == ALL_SITES:
        raise ForbiddenError("This needs a key of the site itself.")
    if await _find(state, "site", lookups.site, caller.site, outlasting=outlasting) is None:
        raise UnauthenticatedError("The site of this key is closed.")
    await _count(state, caller)
    return caller


async def _find(
    state: AppState, what: str, memory: Memory[Answer], name: str, *, outlasting: bool
) -> Answer:
    if not outlasting:
        return await memory(name)
    recalled = await memory.last_known(name)
    if not recalled.fresh:
        state["metrics"].stood_in.labels(what).inc()
    return recalled.answer


async def _count(state: AppState, caller: Caller) -> None:
    """Count a call against the key's quota, if there is one; what cannot be counted passes."""
    with suppress(UnavailableError):
        await patiently(state["posts"].check_call(caller.key.id))
