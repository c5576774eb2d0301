"""What readers see under an article."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from service.api.dependencies import Submitter
from service.api.fields import ThreadId
from service.api.paging import PageQuery
from service.api.problems import may_answer
from service.api.records import PublicComment
from service.api.schemas import Shown
from service.api.state import State
from service.domain.statuses import Status

router = APIRouter(tags=["threads"])


class PublicThread(Shown):
    """Approved comments, oldest first."""

    items: Sequence[PublicComment]
    next_cursor: str | None


@router.get(
    # An id may be the URL of a page, slashes and all.
    "/v1/threads/{thread_id:path}/comments",
    responses=may_answer(401, 403, 404, 422, 503),
)
async def read_thread(
    thread_id: ThreadId, caller: Submitter, state: State, query: Annotated[PageQuery, Query()]
) -> PublicThread:
    """Show the approved comments of a thread, for display. Never more than readers may know."""
    store = state["store"]
    page = await store.listings.thread(
        caller.site, thread_id, limit=query.limit, cursor=query.cursor
    )
    found = await store.comments.get_many(caller.site, page.ids)
    # One that was taken back since the list was read is not shown.
    shown = [c for c in found if c is not None and c.status is Status.APPROVED]
    items = [PublicComment.model_validate(comment) for comment in shown]
    return PublicThread(items=items, next_cursor=page.next_cursor)
