"""Handing comments in, one by one."""

from fastapi import APIRouter, Response

from service.api.answers import answer, find_outcome
from service.api.dependencies import IdempotencyKey, Submitter, limit_posts, once_key
from service.api.drafts import NewComment, draft_of
from service.api.preferences import Wait
from service.api.problems import may_answer
from service.api.quick_posts import PostRoute
from service.api.records import LinkedComment, Receipt
from service.api.state import State
from service.moderation.submission import Submission

router = APIRouter(tags=["comments"], route_class=PostRoute)


@router.post(
    "/v1/comments",
    status_code=202,
    response_model=Receipt,
    responses={
        200: {
            "model": LinkedComment | Receipt,
            "description": "Decided in the time you had, or the same comment as before; "
            "a publishable key gets the receipt only",
        },
        **may_answer(401, 403, 409, 413, 415, 422, 429, 503),
    },
)
async def submit_comment(
    sent: NewComment,
    caller: Submitter,
    state: State,
    wait_s: Wait = 0,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Take a comment in. Once this has answered 202 or 200 the comment is kept."""
    draft = draft_of(sent, caller, state["pseudonyms"])
    await limit_posts(state, caller, draft=draft)
    submission = Submission(
        site=caller.site,
        draft=draft,
        actor=caller.actor,
        idempotency_key=once_key(caller, idempotency_key),
    )
    receipt = await state["intake"].submit(submission)
    state["metrics"].count_receipt(caller.site, receipt)
    comment = await find_outcome(state, caller.site, receipt, wait_s)
    return answer(caller, receipt, comment, wait_s)
