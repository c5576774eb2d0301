"""What moderators write on a comment for one another; readers never see it."""

from service.clock import now_ms
from service.domain.errors import FieldProblem, NotAllowedError, NotFoundError
from service.domain.reports import Note
from service.moderation.finding import find_comment
from service.store.redis import Store
from service.store.reports import NO_COMMENT, NO_ROOM

NOTES_AT_MOST = 100
"""How many notes a comment may have."""


async def add_note(store: Store, site: str, comment_id: str, by: str, text: str) -> Note:
    """Keep a note on a comment; it goes when the comment is erased.

    Raises
    ------
    NotFoundError
        The site has no such comment.
    NotAllowedError
        It has as many notes as a comment may have.
    """
    note = Note(by=by, at=now_ms(), text=text)
    count = await store.reports.add_note(site, comment_id, note, at_most=NOTES_AT_MOST)
    if count == NO_COMMENT:
        raise NotFoundError("This site has no such comment.")
    if count == NO_ROOM:
        raise NotAllowedError(FieldProblem("text", f"It has {NOTES_AT_MOST} notes already."))
    return note


async def read_notes(store: Store, site: str, comment_id: str) -> list[Note]:
    """Read the notes on a comment, the oldest first.

    Raises
    ------
    NotFoundError
        The site has no such comment.
    """
    await find_comment(store, site, comment_id)
    return (await store.reports.notes_of(site, [comment_id]))[0]
