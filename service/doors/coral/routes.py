"""The phase: a signed request for each comment, answered at once."""

import hashlib
from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from service.api.errors import as_invalid
from service.api.state import AppState, State
from service.clock import now_ms
from service.domain.audit import Actor, ActorKind
from service.domain.comments import Comment, Draft, Origin
from service.domain.errors import NotFoundError, UnauthenticatedError
from service.doors.coral.answers import answer
from service.doors.coral.requests import CoralAction, CoralRequest, draft_of
from service.doors.opinions import checking_of
from service.moderation.checking import Opinion
from service.moderation.coral_secrets import is_signed
from service.moderation.submission import Submission

EDITED_WITHIN_MS = 3_600 * 1000
"""Coral lets its readers edit for minutes; its administrators may set another time."""

_LOOK_AT = 20
_CORAL = Actor(ActorKind.SITE, "coral")

router = APIRouter(tags=["coral"], include_in_schema=False)


@router.post("/coral/{site}")
async def moderate(site: str, request: Request, state: State) -> Response:
    """Say what is to become of a comment, and keep it."""
    sent = await _read(site, request, state)
    draft = draft_of(sent)
    if not draft.text:  # a rating, or a picture alone
        return Response(status_code=204)
    return answer(await _opinion(state, site, sent, draft))


async def _read(site: str, request: Request, state: AppState) -> CoralRequest:
    """Read a request that is signed; what is not is not looked into.

    Raises
    ------
    GreenroomError
        There is no such site, it is not its Coral, or this makes no sense.
    """
    if await state["lookups"].site(site) is None:
        raise NotFoundError("There is no such site.")
    body = await request.body()
    known = await state["lookups"].coral_secrets(site)
    if not is_signed(body, request.headers.get("x-coral-signature", ""), known):
        raise UnauthenticatedError("This is not signed with a secret of the site's.")
    try:
        return CoralRequest.model_validate_json(body)
    except ValidationError as error:
        raise as_invalid(error) from error


async def _opinion(state: AppState, site: str, sent: CoralRequest, draft: Draft) -> Opinion:
    checking = checking_of(state)
    if sent.action is CoralAction.EDIT:
        edited = await _find_edited(state, site, draft)
        if edited is not None:
            return await checking.check_again(edited, draft, _CORAL)
    once = f"coral:{sent.action}:{hashlib.sha256(repr(draft).encode()).hexdigest()[:32]}"
    return await checking.check(
        Submission(site=site, draft=draft, actor=_CORAL, idempotency_key=once)
    )


async def _find_edited(state: AppState, site: str, draft: Draft) -> Comment | None:
    """Find what an author edits: their only comment there in the time for it.

    Coral tells no id. Where there are several nobody can tell which is meant, and the new text is
    kept as a comment of its own.
    """
    store, identity = state["store"], f"author:{draft.author.id}"
    page = await store.listings.by_author(site, identity, limit=_LOOK_AT, cursor=None)
    recent = await store.comments.get_many(site, page.ids)
    matching = [c for c in recent if c is not None and _may_be_edited(c, draft)]
    return _only(matching)


def _may_be_edited(comment: Comment, draft: Draft) -> bool:
    there = (comment.origin, comment.thread.id, comment.parent_id)
    wanted = (Origin.CORAL, draft.thread.id, draft.parent_id)
    return there == wanted and comment.received_at >= now_ms() - EDITED_WITHIN_MS


def _only(comments: Sequence[Comment]) -> Comment | None:
    return comments[0] if len(comments) == 1 else None
