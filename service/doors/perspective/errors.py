"""Google's error envelope, and what is wrong in Perspective's own terms."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import orjson
from fastapi import Request, Response

from service.api.bodies import JSON
from service.api.errors import RETRY_AFTER_S
from service.domain import errors
from service.doors.messages import as_json

SERVICE = "commentanalyzer.googleapis.com"
_ERROR = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
_INFO = "type.googleapis.com/google.rpc.ErrorInfo"

_NAME = re.compile(r"[A-Za-z_.0-9]{1,80}\Z")

Details = list[dict[str, Any]]


class ErrorType(StrEnum):
    """What may be wrong with a request; clients go by these."""

    COMMENT_EMPTY = "COMMENT_EMPTY"
    COMMENT_TOO_LONG = "COMMENT_TOO_LONG"
    NO_REQUESTED_ATTRIBUTES = "NO_REQUESTED_ATTRIBUTES"
    LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE = "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    LANGUAGE_DETECTION_FAILED = "LANGUAGE_DETECTION_FAILED"
    INVALID_REQUEST = "INVALID_REQUEST"


_INVALID: dict[str, object] = {"errorType": ErrorType.INVALID_REQUEST}


class RefusedError(errors.InvalidError):
    """A request that Perspective, too, would refuse."""

    def __init__(self, error_type: ErrorType, message: str, **more: object) -> None:
        super().__init__(errors.FieldProblem("body", message))
        self.message = message
        self.detail: dict[str, object] = {"errorType": error_type, **more}


class UnregisteredError(errors.UnauthenticatedError):
    """No key was sent."""


def not_supported(
    attribute: str, requested: Sequence[str], detected: Sequence[str]
) -> RefusedError:
    """Say that there is no score of an attribute for a comment in this language."""
    languages = ", ".join(requested or detected)
    return RefusedError(
        ErrorType.LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE,
        f"Attribute {attribute} does not support request languages: {languages}",
        languageNotSupportedByAttributeError={
            "attribute": attribute,
            "detectedLanguages": list(detected),
            "requestedLanguages": list(requested),
        },
    )


def refuse(_request: Request, error: errors.GreenroomError) -> Response:
    """Write an error the way Google's services do."""
    match error:
        case errors.InvalidError():
            return _refuse_request(error)
        case UnregisteredError():
            return _envelope(403, "PERMISSION_DENIED", _UNREGISTERED)
        case errors.UnauthenticatedError():
            return _envelope(400, "INVALID_ARGUMENT", _NOT_VALID, _info("API_KEY_INVALID"))
        case errors.ForbiddenError():
            return _envelope(403, "PERMISSION_DENIED", str(error))
        case errors.TooManyError():
            details, wait_s = _info("RATE_LIMIT_EXCEEDED"), error.retry_after_s
            return _envelope(429, "RESOURCE_EXHAUSTED", _EXCEEDED, details, wait_s)
    return _envelope(503, "UNAVAILABLE", _UNAVAILABLE, wait_s=RETRY_AFTER_S)


def _refuse_request(error: errors.InvalidError) -> Response:
    match error:
        case RefusedError():
            message, detail = error.message, error.detail
        case errors.TooLargeError():
            message, detail = "Request payload size exceeds the limit.", _INVALID
        case _:
            message, detail = _name_fields(error), _INVALID
    return _envelope(400, "INVALID_ARGUMENT", message, [{"@type": _ERROR, **detail}])


_UNREGISTERED = (
    "Method doesn't allow unregistered callers (callers without established identity). "
    "Please use API Key or other form of API consumer identity to call this API."
)
_NOT_VALID = "API key not valid. Please pass a valid API key."
_EXCEEDED = f"Quota exceeded for calls per minute of service '{SERVICE}'."
_UNAVAILABLE = "The service is currently unavailable."


def _name_fields(error: errors.InvalidError) -> str:
    """Say which fields are wrong; names that the caller made up are not told back."""
    known = [f"{p.field}: {p.message}" for p in error.problems if _NAME.match(p.field)]
    return " ".join(["Invalid JSON payload received.", *known])


def _info(reason: str) -> Details:
    about = {"reason": reason, "domain": "googleapis.com", "metadata": {"service": SERVICE}}
    return [{"@type": _INFO, **about}]


def _envelope(
    code: int, status: str, message: str, details: Details | None = None, wait_s: int | None = None
) -> Response:
    told = {"code": code, "message": message, "status": status}
    body = {"error": {**told, "details": details} if details else told}
    headers = {"Retry-After": str(wait_s)} if wait_s is not None else {}
    return Response(as_json(orjson.dumps(body).decode()), code, headers, JSON)
