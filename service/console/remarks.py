"""/console/notes and /console/skips: what is said about a comment, and what is left to others."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, ValidationError

from service.api.errors import as_invalid
from service.api.fields import CommentId, Note
from service.api.schemas import Sent as SentModel
from service.api.state import State
from service.console.answering import answer_said
from service.console.returning import HOME, Said
from service.console.routes import PageRoute
from service.console.senders import Sent
from service.domain.permissions import Permission
from service.moderation.deciding import Seen
from service.moderation.noting import add_note
from service.moderation.skipping import skip_items, unskip_all

router = APIRouter(prefix=HOME, route_class=PageRoute)


class SentNote(SentModel):
    """What a moderator wants the next one to know."""

    id: CommentId
    text: Note


class SentSkip(SentModel):
    """A comment as it was seen by who leaves it to others."""

    id: CommentId
    version: Annotated[int, Field(ge=1, le=2**53)]


@router.post("/notes")
async def post_note(sent: Sent, state: State) -> Response:
    """Keep a note on a comment."""
    sent.desk.who.require(Permission.NOTE)
    try:
        note = SentNote.model_validate({name: sent.form.get(name) for name in ("id", "text")})
    except ValidationError as error:
        raise as_invalid(error) from error
    await add_note(state["store"], sent.desk.site, note.id, sent.desk.actor.id, note.text)
    return answer_said(sent, Said.NOTED)


@router.post("/skips")
async def post_skip(sent: Sent, state: State) -> Response:
    """Leave a comment to the others."""
    sent.desk.who.require(Permission.CLAIM)
    try:
        skip = SentSkip.model_validate({name: sent.form.get(name) for name in ("id", "version")})
    except ValidationError as error:
        raise as_invalid(error) from error
    seen = [Seen(skip.id, skip.version)]
    skipped = await skip_items(state["store"], sent.desk.site, seen, sent.desk.actor.id)
    return answer_said(sent, Said.SKIPPED if skipped else Said.NOT_SKIPPED)


@router.post("/unskip")
async def post_unskip(sent: Sent, state: State) -> Response:
    """See again what one had left to others."""
    await unskip_all(state["store"], sent.desk.site, sent.desk.actor.id)
    return answer_said(sent, Said.UNSKIPPED)
