"""Whether a comment is spam, and what people say of the answer."""

import hashlib
from contextlib import suppress
from datetime import UTC, datetime

import uuid_utils
from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from service.api.state import AppState, State
from service.domain.comments import Comment, Draft, identities
from service.domain.errors import StaleError, UnavailableError
from service.domain.examples import Example
from service.domain.sites import Scope
from service.domain.statuses import REFUSED, Action, Status
from service.doors.akismet.answers import THANKS, AkismetRoute, answer
from service.doors.akismet.bodies import Call, read_call
from service.doors.akismet.drafts import draft_of, is_guaranteed_spam, is_test
from service.doors.opinions import checking_of
from service.moderation.checking import Opinion
from service.moderation.feedback import Feedback, take_feedback
from service.moderation.submission import Submission
from service.store.usage import What

router = APIRouter(tags=["akismet"], route_class=AkismetRoute, include_in_schema=False)


@router.post("/1.1/comment-check")
async def check_comment(request: Request, state: State) -> Response:
    """Say at once whether a comment is spam, and keep it."""
    call = await read_call(request, state)
    opinion = await _opinion(state, call)
    refused = opinion.status in REFUSED
    await count(state, call, What.SPAM if refused else What.HAM)
    return answer(opinion)


@router.post("/1.1/submit-spam")
async def submit_spam(request: Request, state: State) -> Response:
    """Take it that a comment is spam, whatever was answered."""
    call = await read_call(request, state)
    await _take(state, call, Action.SPAM, What.MISSED)
    return PlainTextResponse(THANKS)


@router.post("/1.1/submit-ham")
async def submit_ham(request: Request, state: State) -> Response:
    """Take it that a comment is none, whatever was answered."""
    call = await read_call(request, state)
    await _take(state, call, Action.APPROVE, What.FALSE)
    return PlainTextResponse(THANKS)


async def count(state: AppState, call: Call, *whats: What) -> None:
    """Count a call; figures that cannot be kept now hold up nothing."""
    month, key = datetime.now(UTC).strftime("%Y-%m"), call.caller.key
    with suppress(UnavailableError):
        await state["store"].usage.count(key.site, key.id, month, call.blog, *whats)


async def _opinion(state: AppState, call: Call) -> Opinion:
    draft = draft_of(call, state["pseudonyms"])
    if is_guaranteed_spam(call):
        return Opinion(_unkept(), Status.SPAM, ())
    if draft is None:
        return Opinion(_unkept(), Status.APPROVED, ())
    if is_test(call):
        verdict = (await state["assessor"].assess(call.caller.site, draft)).verdict
        return Opinion(_unkept(), verdict.status, verdict.reasons)
    if call.fields.get("recheck_reason"):
        known = await _find(state, call, draft)
        if known is not None:
            return await checking_of(state).check_again(known, draft, call.caller.actor)
    return await checking_of(state).check(_submission(call, draft))


async def _find(state: AppState, call: Call, draft: Draft) -> Comment | None:
    guid = call.fields.get("guid", "")[:64]
    return await checking_of(state).find(call.caller.site, draft, guid or None)


def _submission(call: Call, draft: Draft) -> Submission:
    """Hand it in so that the same call, repeated since no answer came, finds the same comment."""
    said = repr(draft).encode()
    once = f"akismet:{hashlib.sha256(said).hexdigest()[:32]}"
    return Submission(
        site=call.caller.site, draft=draft, actor=call.caller.actor, idempotency_key=once
    )


async def _take(state: AppState, call: Call, action: Action, wrong: What) -> None:
    """Take what somebody says, and count it: who decides on what is held corrects nobody."""
    comment = None
    draft = draft_of(call, state["pseudonyms"])
    if draft is not None and not is_test(call) and not is_guaranteed_spam(call):
        comment = await _learn(state, call, draft, action)
    waited = comment is not None and comment.status is Status.HELD
    await count(state, call, *([] if waited else [wrong]))


async def _learn(state: AppState, call: Call, draft: Draft, action: Action) -> Comment | None:
    """Keep it as an example; their word is a decision if their key may decide.

    Gives the comment as it was, if there is one.
    """
    comment = await _find(state, call, draft)
    example = Example(
        text=draft.text if comment is None else comment.text,
        labels={"spam": 1.0 if action is Action.SPAM else 0.0},
        origin=draft.origin,
        by=call.caller.actor,
        comment_id=comment.id if comment else None,
        identities=identities(draft.author.id, draft.email_hash, draft.address_hash),
        lang=draft.lang,
    )
    may_decide = Scope.MODERATE in call.caller.key.scopes
    feedback = Feedback(example, action if may_decide else None, "Said by the site's software.")
    site, keep = call.caller.site, state["settings"].retention
    try:
        await take_feedback(state["store"], site, feedback, keep)
    except StaleError as error:
        raise UnavailableError("The comment changes all the time.") from error
    return comment


def _unkept() -> str:
    """Name a check of which nothing is kept."""
    return str(uuid_utils.uuid7())
