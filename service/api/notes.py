"""Notes on a comment, from one moderator to the next."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from service.api.bodies import JsonRoute
from service.api.dependencies import Moderator
from service.api.fields import CommentId, Line, Note
from service.api.problems import may_answer
from service.api.records import NoteRecord
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.moderation.noting import add_note, read_notes

router = APIRouter(tags=["reviews"], route_class=JsonRoute)


class SentNote(Sent):
    """What the next moderator is to know."""

    text: Note
    moderator: Annotated[Line | None, Field(description="Who writes; the key, if not given")] = None


class Notes(Shown):
    """All notes on a comment, the oldest first."""

    items: Sequence[NoteRecord]
    next_cursor: str | None = None


@router.get("/v1/comments/{comment_id}/notes", responses=may_answer(401, 403, 404, 422, 503))
async def read_comment_notes(comment_id: CommentId, caller: Moderator, state: State) -> Notes:
    """Show what moderators have noted on a comment."""
    notes = await read_notes(state["store"], caller.site, comment_id)
    return Notes(items=[NoteRecord.model_validate(note) for note in notes])


@router.post(
    "/v1/comments/{comment_id}/notes",
    status_code=201,
    responses=may_answer(401, 403, 404, 413, 415, 422, 503),
)
async def note_comment(
    comment_id: CommentId, sent: SentNote, caller: Moderator, state: State
) -> NoteRecord:
    """Note something on a comment. It stands with it in the queue, and goes when it is erased."""
    by = sent.moderator or caller.actor.id
    note = await add_note(state["store"], caller.site, comment_id, by, sent.text)
    return NoteRecord.model_validate(note)
