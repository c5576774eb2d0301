"""Who is there: the session's cookie, and whether a form was sent from a page of ours."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from service.api.bodies import require_media_type
from service.api.origins import sending_origin
from service.api.state import AppState, State
from service.domain.errors import ForbiddenError, UnauthenticatedError
from service.doors.returning import own_origin
from service.moderation.sessions import SignedIn, current

URLENCODED = "application/x-www-form-urlencoded"

Form = Mapping[str, str]
"""What a form sent, by field."""


class SessionCookie:
    """The cookie that holds the token, as safe as the way to us allows.

    Over https its name binds it to this very host; browsers refuse that name over plain http, as
    on one's own machine.
    """

    def __init__(self, request: Request, state: State) -> None:
        self._secure = own_origin(request, state["settings"]).startswith("https:")
        self.name = "__Host-greenroom" if self._secure else "greenroom"
        self.token = request.cookies.get(self.name)

    def give(self, response: Response, token: str) -> None:
        """Have a browser keep a token until it is closed."""
        response.set_cookie(
            self.name, token, path="/", secure=self._secure, httponly=True, samesite="lax"
        )

    def take(self, response: Response) -> None:
        """Have a browser forget its token."""
        response.delete_cookie(
            self.name, path="/", secure=self._secure, httponly=True, samesite="lax"
        )


Cookie = Annotated[SessionCookie, Depends(SessionCookie)]


async def require_visitor(cookie: Cookie, state: State) -> SignedIn:
    """Let pass who has signed in.

    Raises
    ------
    UnauthenticatedError
        They have not, or their session has ended.
    """
    who = await current(state["store"], cookie.token) if cookie.token else None
    if who is None:
        raise UnauthenticatedError("Sign in first.")
    return who


Visitor = Annotated[SignedIn, Depends(require_visitor)]


async def read_form(request: Request, state: State) -> Form:
    """Read a form, if it was sent from a page of ours.

    Raises
    ------
    ForbiddenError
        It was sent from another page, or nothing tells from where.
    """
    if not _is_ours(request, state):
        raise ForbiddenError("This was not sent from a page of ours.")
    require_media_type(request, URLENCODED)
    async with request.form(max_files=0, max_fields=20) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


SentForm = Annotated[Form, Depends(read_form)]


@dataclass(frozen=True, slots=True)
class Sender:
    """A moderator who sent a form."""

    who: SignedIn
    form: Form


async def require_sender(form: SentForm, who: Visitor) -> Sender:
    """Let pass who has signed in and sent a form of their session.

    Raises
    ------
    UnauthenticatedError
        They have not signed in, or their session has ended.
    ForbiddenError
        The form is not one that was shown to them.
    """
    given, own = form.get("form_token", ""), who.session.form_token
    if not secrets.compare_digest(given.encode("utf-8", "replace"), own.encode()):
        raise ForbiddenError("This form is not one of your session's.")
    return Sender(who, form)


Sent = Annotated[Sender, Depends(require_sender)]


def _is_ours(request: Request, state: AppState) -> bool:
    """Tell from where a form was sent: browsers say so, and no page can make them lie."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:  # sent over https, and on one's own machine
        return site in ("same-origin", "none")
    asked = str(request.base_url).rstrip("/").lower()
    return sending_origin(request.headers) in (asked, own_origin(request, state["settings"]))
