"""RFC 9457 problems: the one shape of every error."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Response
from pydantic import Field

from service.api.records import CommentRecord
from service.api.schemas import Shown

MEDIA_TYPE = "application/problem+json"
TYPES = "urn:greenroom:problem:"

Responses = dict[int | str, dict[str, Any]]


class FieldError(Shown):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(Shown):
    """An error, for programs (`type`, `status`) and for people (`title`, `detail`)."""

    type: str = Field(description=f"Stable name of the problem, `{TYPES}…`")
    title: str
    status: int
    detail: str
    errors: Sequence[FieldError] = ()
    current: CommentRecord | None = Field(
        None,
        description="With `stale`: the comment as it is now",
        exclude_if=lambda current: current is None,
    )
    matching: int | None = Field(
        None,
        description="With `grown`: how many comments match by now",
        exclude_if=lambda matching: matching is None,
    )


_DESCRIPTIONS = {
    401: "No key, or not a live one",
    403: "The key lacks the scope, or the page its origin",
    404: "The site of the key has nothing of that id",
    409: "Stale version, or an idempotency key that stands for something else",
    413: "The body is too large",
    415: "The body is of another media type",
    422: "What was sent makes no sense, field by field",
    428: "Say which version you have seen",
    429: "Slow down",
    503: "Redis cannot take it now",
}
_RETRY_AFTER = {
    "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}},
}


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a problem."""
    return Response(problem.model_dump_json(), problem.status, headers, MEDIA_TYPE)


def may_answer(*statuses: int) -> Responses:
    """Document the problems that a route may answer with."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": _DESCRIPTIONS[status],
            "content": {MEDIA_TYPE: {"schema": schema}},
            **({"headers": _RETRY_AFTER} if status in (429, 503) else {}),
        }
        for status in statuses
    }
