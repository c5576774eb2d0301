"""Many comments in one request, each by itself."""

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field, ValidationError

from service.api.bodies import JSON, parse_json, require_media_type
from service.api.dependencies import Caller, IdempotencyKey, Submitter, limit_posts, once_key
from service.api.drafts import NewComment, draft_of
from service.api.errors import as_invalid, internal_problem, problem_of
from service.api.problems import Problem, may_answer
from service.api.schemas import Sent, Shown
from service.api.state import AppState, State
from service.domain.errors import (
    FieldProblem,
    GreenroomError,
    InvalidError,
    UnavailableError,
)
from service.domain.statuses import Status
from service.moderation.submission import Receipt, Submission

router = APIRouter(tags=["comments"])

NDJSON = "application/x-ndjson"
MAX_ROWS = 1_000


class Batch(Sent):
    """Comments to be moderated."""

    comments: Annotated[list[Any], Field(max_length=MAX_ROWS)]


class AcceptedRow(Shown):
    """A row that is in the record."""

    index: int
    id: str
    status: Status


class RefusedRow(Shown):
    """A row that is not."""

    index: int
    error: Problem


class BatchResult(Shown):
    """What became of each row, in their order."""

    results: Sequence[AcceptedRow | RefusedRow]


_ROWS = {
    "type": "array",
    "maxItems": MAX_ROWS,
    "items": {"$ref": "#/components/schemas/NewComment"},
}
_OBJECT = {
    "type": "object",
    "required": ["comments"],
    "additionalProperties": False,
    "properties": {"comments": _ROWS},
}
_LINES = {"type": "string", "description": "One comment a line, as JSON"}
_BODY = {"required": True, "content": {JSON: {"schema": _OBJECT}, NDJSON: {"schema": _LINES}}}

Row = Submission | GreenroomError
Outcome = Receipt | Exception


@router.post(
    "/v1/comments/batch",
    status_code=202,
    responses=may_answer(401, 403, 413, 415, 422, 429, 503),
    openapi_extra={"requestBody": _BODY},
)
async def submit_batch(
    request: Request, caller: Submitter, state: State, idempotency_key: IdempotencyKey = None
) -> BatchResult:
    """Take many comments in, each by itself: a bad row says why and does not lose the others.

    With an `Idempotency-Key`, the key of each row is made of it and the row's place.
    """
    media_type = require_media_type(request, JSON, NDJSON)
    sent = read_rows(await request.body(), media_type)
    await limit_posts(state, caller, len(sent))
    once = once_key(caller, idempotency_key)
    rows = [_prepare(state, caller, row, once and f"{once}\n{at}") for at, row in enumerate(sent)]
    outcomes = await _submit(state, caller.site, rows)
    return BatchResult(results=await _report(state, caller.site, outcomes))


def read_rows(body: bytes, media_type: str) -> list[Any]:
    """Take a body apart; a line that is not JSON stands as the error it is.

    Raises
    ------
    InvalidError
        It is not JSON as a whole, or has too many rows.
    """
    if media_type == NDJSON:
        rows = [_read_line(line) for line in body.splitlines() if line.strip()]
        return _read_batch({"comments": rows})
    try:
        return _read_batch(parse_json(body))
    except json.JSONDecodeError as error:
        raise InvalidError(FieldProblem("body", "This is not JSON.")) from error


def _read_batch(sent: object) -> list[Any]:
    try:
        return Batch.model_validate(sent).comments
    except ValidationError as error:
        raise as_invalid(error) from error


def _read_line(line: bytes) -> Any:  # noqa: ANN401 - any JSON
    try:
        return parse_json(line)
    except json.JSONDecodeError:
        return InvalidError(FieldProblem("body", "This is not JSON."))


def _prepare(state: AppState, caller: Caller, row: object, once: str | None) -> Row:
    if isinstance(row, GreenroomError):
        return row
    try:
        sent = NewComment.model_validate(row)
    except ValidationError as error:
        return as_invalid(error)
    draft = draft_of(sent, caller, state["pseudonyms"])
    return Submission(site=caller.site, draft=draft, actor=caller.actor, idempotency_key=once)


async def _submit(state: AppState, site: str, rows: Sequence[Row]) -> list[Outcome]:
    """Hand in the good rows, and put what came of them back into their places.

    Raises
    ------
    UnavailableError
        The record took none of them.
    """
    good = [row for row in rows if isinstance(row, Submission)]
    receipts = await state["intake"].submit_all(site, good) if good else []
    refused = [r for r in receipts if isinstance(r, UnavailableError)]
    if refused and len(refused) == len(receipts):
        raise refused[0]
    waiting = iter(receipts)
    return [next(waiting) if isinstance(row, Submission) else row for row in rows]


async def _report(
    state: AppState, site: str, outcomes: Sequence[Outcome]
) -> list[AcceptedRow | RefusedRow]:
    for outcome in outcomes:
        if isinstance(outcome, Receipt):
            state["metrics"].count_receipt(site, outcome)
    statuses = await _find_statuses(state, site, outcomes)
    return [
        AcceptedRow(
            index=at, id=outcome.comment_id, status=statuses.get(outcome.comment_id, Status.PENDING)
        )
        if isinstance(outcome, Receipt)
        else RefusedRow(index=at, error=_problem_of(outcome))
        for at, outcome in enumerate(outcomes)
    ]


async def _find_statuses(
    state: AppState, site: str, outcomes: Sequence[Outcome]
) -> dict[str, Status]:
    """Find how far those are that had been handed in before."""
    ids = [o.comment_id for o in outcomes if isinstance(o, Receipt) and o.repeated]
    with suppress(UnavailableError):  # they are accepted, whatever has happened to the record since
        found = await state["store"].comments.get_many(site, ids)
        return {comment.id: comment.status for comment in found if comment is not None}
    return {}


def _problem_of(error: Exception) -> Problem:
    return problem_of(error) if isinstance(error, GreenroomError) else internal_problem()
