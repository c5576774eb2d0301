"""/console/preferences: language, light or dark, what is blurred, and when to have a break."""

from fastapi import APIRouter, Response

from service.console.preferences import CHOICES, Preferences
from service.console.returning import HOME, Said, go
from service.console.routes import PageRoute
from service.console.senders import Sent
from service.console.visitors import Cookie, Visitor

router = APIRouter(prefix=HOME, route_class=PageRoute)


@router.get("/preferences")
async def show_preferences(desk: Visitor, said: Said | None = None) -> Response:
    """Show what can be chosen."""
    return desk.page("preferences.html", choices=CHOICES, said=said)


@router.post("/preferences")
async def post_preferences(cookie: Cookie, sent: Sent) -> Response:
    """Have the browser keep what was chosen."""
    answer = go(f"{HOME}/preferences", said=Said.PREFERRED)
    chosen = Preferences.of(sent.desk.request).changed(sent.form)
    chosen.keep(answer, secure=cookie.secure)
    return answer
