"""Who is there: the sessions of a browser, and the desk of who has signed in."""

from asyncio import gather
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.api.state import State
from service.console.navigation import Destination, destinations_for
from service.console.preferences import Preferences
from service.console.rendering import page
from service.console.words import Words, read_words
from service.domain.audit import Actor
from service.domain.errors import UnauthenticatedError
from service.domain.permissions import Permission
from service.doors.returning import own_origin
from service.moderation.sessions import SignedIn, current

MOST_SITES = 8
"""On so many sites somebody can be signed in at once, in one browser."""


class SessionCookie:
    """The cookie that holds a browser's tokens, as safe as the way to us allows.

    There is one token for each site its user has signed in to, the one looked at first. Over https
    the cookie's name binds it to this very host; browsers refuse that name over plain http, as on
    one's own machine.
    """

    def __init__(self, request: Request, state: State) -> None:
        self.secure = own_origin(request, state["settings"]).startswith("https:")
        self.name = "__Host-greenroom" if self.secure else "greenroom"
        held = request.cookies.get(self.name, "").split(".")
        self.tokens = [token for token in held[:MOST_SITES] if token]

    def give(self, response: Response, tokens: Sequence[str]) -> None:
        """Have a browser keep tokens until it is closed."""
        kept = ".".join(tokens[:MOST_SITES])
        response.set_cookie(
            self.name, kept, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def take(self, response: Response) -> None:
        """Have a browser forget its tokens."""
        response.delete_cookie(
            self.name, path="/", secure=self.secure, httponly=True, samesite="lax"
        )


Cookie = Annotated[SessionCookie, Depends(SessionCookie)]


async def read_sessions(cookie: Cookie, state: State) -> Sequence[SignedIn]:
    """Find out as whom a browser has signed in, one site each; the site looked at first."""
    found = await gather(*(current(state["store"], token) for token in cookie.tokens))
    return [who for who in found if who is not None]


Sessions = Annotated[Sequence[SignedIn], Depends(read_sessions)]


@dataclass(frozen=True, slots=True)
class Desk:
    """A moderator at work: who it is, what else they may look at, and what they asked for."""

    request: Request
    who: SignedIn
    others: Sequence[SignedIn] = ()
    """The same person's sessions at other sites."""
    sites: int = 1
    """How many there are to sign in to."""

    @property
    def site(self) -> str:
        """Name of the only site whose things exist here."""
        return self.who.site.name

    @property
    def actor(self) -> Actor:
        """Who the audit log will say it was."""
        return self.who.actor

    @property
    def form_token(self) -> str:
        """What stands in every form of the session."""
        return self.who.session.form_token

    @property
    def say(self) -> Words:
        """The words of their language."""
        return read_words(Preferences.of(self.request).language)

    @property
    def destinations(self) -> Sequence[Destination]:
        """The pages that they may see."""
        return destinations_for(self.who.moderator.role)

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """Answer with a page of the console."""
        return page(self.request, template, status, desk=self, **values)


async def count_sites(state: State) -> int:
    """Tell how many sites there are."""
    return len(await state["store"].sites.names())


SiteCount = Annotated[int, Depends(count_sites)]


async def require_desk(
    request: Request,
    sessions: Sessions,
    sites: SiteCount,
    site: Annotated[str | None, Query(max_length=63)] = None,
) -> Desk:
    """Let pass who has signed in; a script names the site that its page is about.

    Raises
    ------
    UnauthenticatedError
        They have not, or their session has ended.
    """
    asked = [who for who in sessions if site in (None, who.site.name)]
    if not asked:
        raise UnauthenticatedError("Sign in first.")
    return desk_of(request, asked[0], sessions, sites)


Visitor = Annotated[Desk, Depends(require_desk)]


def permitted(permission: Permission) -> Callable[[Desk], Awaitable[Desk]]:
    """Make a dependency that lets pass only who has a permission."""

    async def require_permission(desk: Visitor) -> Desk:
        desk.who.require(permission)
        return desk

    return require_permission


def desk_of(request: Request, who: SignedIn, sessions: Sequence[SignedIn], sites: int) -> Desk:
    """Give the desk for one of a browser's sessions."""
    return Desk(request, who, [other for other in sessions if other is not who], sites)
