"""/console/events: what happens on a site while its queue is on the screen."""

from typing import Annotated

from fastapi import APIRouter, Header, Query

from service.api.events import EventStream, open_stream
from service.api.state import State
from service.console.returning import HOME
from service.console.routes import PageRoute
from service.console.visitors import Cookie
from service.domain.errors import UnauthenticatedError
from service.moderation.sessions import current

router = APIRouter(prefix=HOME, route_class=PageRoute)


@router.get("/events", response_class=EventStream)
async def listen(
    cookie: Cookie,
    state: State,
    site: Annotated[str, Query(max_length=63)],
    after: Annotated[
        str | None, Query(max_length=64, description="The last that a page knows")
    ] = None,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
) -> EventStream:
    """Tell what happens, to whoever has signed in; a page left open is not somebody at work.

    Raises
    ------
    UnauthenticatedError
        They have not, or their session has ended.
    """
    for token in cookie.tokens:
        who = await current(state["store"], token, renew=False)
        if who is not None and who.site.name == site:
            return await open_stream(state, site, who.session.digest, last_event_id or after)
    raise UnauthenticatedError("Sign in first.")
