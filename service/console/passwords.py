"""/console/password: people choose a password that nobody else knows, the operator neither."""

from fastapi import APIRouter, Request, Response

from service.api.state import State
from service.console.returning import HOME, SIGN_IN, Said, go
from service.console.routes import PageRoute
from service.console.senders import Form, Sent
from service.console.signing_in import hashed_address
from service.domain.errors import TooManyError, UnauthenticatedError
from service.moderation.moderators import MIN_PASSWORD
from service.moderation.sessions import Login, change_own_password

MOST = 1_000
"""Nothing that is longer is a password."""

router = APIRouter(prefix=HOME, route_class=PageRoute)


@router.post("/password")
async def post_password(request: Request, sent: Sent, state: State) -> Response:
    """Change one's own password, who knows the old one; they then sign in anew, everywhere."""
    form, who = sent.form, sent.desk.who
    fault = _fault_of(form)
    if fault:
        return go(f"{HOME}/preferences", said=fault)
    login = Login(
        site=who.site.name,
        name=who.moderator.name,
        password=form.get("password", "")[:MOST],
        address=hashed_address(request, state),
    )
    try:
        await change_own_password(state["store"], state["sign_ins"], login, form["new"])
    except UnauthenticatedError:
        return go(f"{HOME}/preferences", said=Said.PASSWORD_WRONG)
    except TooManyError:
        return go(f"{HOME}/preferences", said=Said.PASSWORD_LATER)
    return go(SIGN_IN, another="true", said=Said.PASSWORD_CHANGED)


def _fault_of(form: Form) -> Said | None:
    new, again = form.get("new", ""), form.get("again", "")
    if new != again:
        return Said.PASSWORDS_DIFFER
    return None if MIN_PASSWORD <= len(new) <= MOST else Said.PASSWORD_SHORT
