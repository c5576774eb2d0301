"""/console/claims: which card a moderator looks at, so that the others look at another one."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from service.api.errors import as_invalid
from service.api.fields import CommentId
from service.api.schemas import Sent as SentModel
from service.api.state import State
from service.console.returning import HOME
from service.console.routes import PageRoute
from service.console.senders import Form, Sent
from service.domain.permissions import Permission
from service.moderation.looking import look_at, look_away

router = APIRouter(prefix=HOME, route_class=PageRoute)


class SentLook(SentModel):
    """What a moderator looks at now, and what they looked at before; either may be nothing."""

    id: CommentId | None = None
    left: CommentId | None = None


@router.post("/claims")
async def post_claim(sent: Sent, state: State) -> Response:
    """Give back what was looked at before; claim what is looked at now, and tell who has it."""
    sent.desk.who.require(Permission.CLAIM)
    look, store, me = _read(sent.form), state["store"], sent.desk.actor.id
    if look.left:
        await look_away(store, sent.desk.site, look.left, me)
    claim = await look_at(store, sent.desk.site, look.id, me) if look.id else None
    return JSONResponse({"moderator": claim.moderator if claim else None})


def _read(form: Form) -> SentLook:
    """Check what was sent.

    Raises
    ------
    InvalidError
        It is not what our script sends.
    """
    try:
        return SentLook.model_validate({name: form.get(name) or None for name in ("id", "left")})
    except ValidationError as error:
        raise as_invalid(error) from error
