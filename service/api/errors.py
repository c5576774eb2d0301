"""Domain errors and refusals of every kind as problems: the only place that maps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from service.api.problems import TYPES, FieldError, Problem, problem_response
from service.api.records import CommentRecord
from service.domain import errors

RETRY_AFTER_S = 2
_SHOW_AT_MOST = 50
_SAFE_METHODS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem."""

    name: str
    title: str
    status: int


_KINDS: dict[type[errors.GreenroomError], Kind] = {
    errors.InvalidError: Kind("invalid", "This makes no sense", 422),
    errors.NotAllowedError: Kind("not-allowed", "This cannot be done to it", 422),
    errors.TooLargeError: Kind("body-too-large", "The body is too large", 413),
    errors.UnauthenticatedError: Kind("unauthenticated", "A good key is needed", 401),
    errors.ForbiddenError: Kind("forbidden", "Not with this key, or not from this page", 403),
    errors.RoleError: Kind("role", "Your role does not allow this", 403),
    errors.NotFoundError: Kind("not-found", "There is no such thing", 404),
    errors.ConflictError: Kind("conflict", "This key stands for something else", 409),
    errors.StaleError: Kind("stale", "It has changed since you saw it", 409),
    errors.GrownError: Kind("grown", "There are more by now than you saw", 409),
    errors.OutdatedError: Kind("stale", "It has changed since you saw it", 409),
    errors.ModelError: Kind("model", "Not with this model", 409),
    errors.TooManyError: Kind("too-many", "Slow down", 429),
    errors.UnavailableError: Kind("unavailable", "Not now; nothing has happened", 503),
    errors.UnknownOutcomeError: Kind("unknown-outcome", "It may or may not have happened", 503),
}
_REFUSALS = {
    404: Kind("not-found", "There is no such page", 404),
    405: Kind("method-not-allowed", "This cannot be done here", 405),
    413: Kind("body-too-large", "The body is too large", 413),
    415: Kind("media-type", "The body is of another media type", 415),
    428: Kind("precondition-required", "Say which version you have seen", 428),
}
"""What the framework, our middleware and headers that are missing refuse."""
_REPEAT = "Repeat it with the same Idempotency-Key to find out; it will not happen twice."

_MESSAGES = {
    "extra_forbidden": "There is no such field.",
    "missing": "This is needed.",
    "json_invalid": "This is not JSON.",
    "model_type": "This must be an object.",
    "model_attributes_type": "This must be an object.",
    "string_too_long": "Use at most {max_length:,} characters.",
    "string_too_short": "This is empty.",
}
"""Where pydantic's own words would not help a caller, nor a reader at a form."""


def install(app: FastAPI) -> None:
    """Have every error answered as a problem."""
    app.add_exception_handler(errors.GreenroomError, _on_domain_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_refusal)


def problem_of(error: errors.GreenroomError) -> Problem:
    """Say what is wrong."""
    kind = next(_KINDS[type_] for type_ in type(error).__mro__ if type_ in _KINDS)
    problem = Problem(
        type=TYPES + kind.name, title=kind.title, status=kind.status, detail=str(error)
    )
    match error:
        case errors.InvalidError():
            found = [FieldError.model_validate(p) for p in error.problems]
            return problem.model_copy(update={"errors": found})
        case errors.StaleError():
            current = CommentRecord.model_validate(error.current)
            return problem.model_copy(update={"current": current})
        case errors.GrownError():
            return problem.model_copy(update={"matching": error.matching})
        case errors.UnknownOutcomeError():
            return problem.model_copy(update={"detail": f"{error} {_REPEAT}"})
    return problem


def as_invalid(error: ValidationError | RequestValidationError) -> errors.InvalidError:
    """Say what pydantic found, field by field, without quoting what was sent."""
    found = cast("Sequence[dict[str, Any]]", error.errors())[:_SHOW_AT_MOST]
    # The framework begins with where it looked: in the body, the query, a header.
    outer = 1 if isinstance(error, RequestValidationError) else 0
    return errors.InvalidError(*(_problem_of_field(fault, outer) for fault in found))


def headers_of(error: errors.GreenroomError) -> dict[str, str]:
    """Give the headers that go with an error."""
    match error:
        case errors.UnauthenticatedError():
            return {"WWW-Authenticate": 'Bearer realm="greenroom"'}
        case errors.TooManyError():
            return {"Retry-After": str(error.retry_after_s)}
        case errors.UnavailableError():
            return {"Retry-After": str(RETRY_AFTER_S)}
    return {}


def internal_problem() -> Problem:
    """Say that the fault is ours, and nothing else."""
    title = "Something went wrong here"
    detail = "The fault is not yours. It has been written down under the id of this request."
    return Problem(type=TYPES + "internal", title=title, status=500, detail=detail)


async def _on_domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.GreenroomError)
    if isinstance(error, errors.UnknownOutcomeError) and request.method in _SAFE_METHODS:
        # Who only asked has changed nothing, whatever came of it.
        error = errors.UnavailableError("Redis does not answer now.")
    problem = problem_of(error)
    note(request, problem)
    return problem_response(problem, headers_of(error))


async def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return await _on_domain_error(request, as_invalid(error))


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.BAD_REQUEST:  # the framework's word for a garbled body
        fault = errors.FieldProblem("body", "This cannot be read.")
        return await _on_domain_error(request, errors.InvalidError(fault))
    kind = _REFUSALS[error.status_code]
    problem = Problem(
        type=TYPES + kind.name, title=kind.title, status=kind.status, detail=str(error.detail)
    )
    note(request, problem)
    return problem_response(problem, error.headers)


def note(request: Request, problem: Problem) -> None:
    """Leave word of a problem for the log and the figures."""
    name = problem.type.removeprefix(TYPES)
    structlog.contextvars.bind_contextvars(problem=name)
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        request.state.metrics.unavailable.labels(name).inc()


def _problem_of_field(fault: dict[str, Any], outer: int) -> errors.FieldProblem:
    inside = () if fault["type"] == "json_invalid" else fault["loc"][outer:]
    where = fault["loc"][:outer] or ("body",)
    # A name that the caller made up may be no text at all, and of any length.
    name = ".".join(map(str, inside or where)).encode("utf-8", "replace").decode()[:200]
    message = _MESSAGES.get(fault["type"])
    return errors.FieldProblem(
        name, message.format(**fault.get("ctx", {})) if message else fault["msg"]
    )
