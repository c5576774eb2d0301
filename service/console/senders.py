"""Whether a form was sent from a page of ours, and by whom."""

import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import ImmutableMultiDict

from service.api.bodies import require_media_type
from service.api.origins import sending_origin
from service.api.state import AppState, State
from service.console.visitors import Desk, Sessions, SiteCount, desk_of
from service.domain.errors import ForbiddenError, UnauthenticatedError
from service.doors.returning import own_origin

URLENCODED = "application/x-www-form-urlencoded"
MOST_FIELDS = 200
"""More than a page of ours has."""

Form = ImmutableMultiDict[str, str]
"""What a form sent, by field."""


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
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        sent = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return ImmutableMultiDict(sent)


SentForm = Annotated[Form, Depends(read_form)]


@dataclass(frozen=True, slots=True)
class Sender:
    """A moderator who sent a form."""

    desk: Desk
    form: Form


async def require_sender(
    request: Request, form: SentForm, sessions: Sessions, sites: SiteCount
) -> Sender:
    """Let pass who has signed in and sent a form of one of their sessions: it is about that site.

    Raises
    ------
    UnauthenticatedError
        They have not signed in, or their session has ended.
    ForbiddenError
        The form is not one that was shown to them.
    """
    if not sessions:
        raise UnauthenticatedError("Sign in first.")
    given = form.get("form_token", "").encode("utf-8", "replace")
    for who in sessions:
        if secrets.compare_digest(given, who.session.form_token.encode()):
            return Sender(desk_of(request, who, sessions, sites), form)
    raise ForbiddenError("This form is not one of your session's.")


Sent = Annotated[Sender, Depends(require_sender)]


def _is_ours(request: Request, state: AppState) -> bool:
    """Tell from where a form was sent: browsers say so, and no page can make them lie."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:  # sent over https, and on one's own machine
        return site in ("same-origin", "none")
    asked = str(request.base_url).rstrip("/").lower()
    return sending_origin(request.headers) in (asked, own_origin(request, state["settings"]))
