"""OpenAI's error envelope."""

from fastapi import Request, Response

from service.api.bodies import JSON
from service.api.errors import headers_of
from service.domain import errors
from service.doors.messages import as_json
from service.doors.openai.answers import Fault, Refusal
from service.doors.openai.requests import MOST_INPUTS

_INPUT = f"“input” is a string, or up to {MOST_INPUTS:,} strings, or so many parts of type “text”."
_REQUEST = "invalid_request_error"


class ImageError(errors.InvalidError):
    """An image was sent."""

    def __init__(self) -> None:
        super().__init__(errors.FieldProblem("input", "Images cannot be judged here, only text."))


class NoKeyError(errors.UnauthenticatedError):
    """No key was sent."""


def refuse(_request: Request, error: errors.GreenroomError) -> Response:
    """Write an error the way OpenAI does."""
    status, fault = _fault_of(error)
    written = Refusal(error=fault).model_dump_json()
    return Response(as_json(written), status, headers_of(error), JSON)


def _fault_of(error: errors.GreenroomError) -> tuple[int, Fault]:
    match error:
        case errors.TooLargeError():
            return 413, Fault(message="The body is too large.", type=_REQUEST)
        case errors.InvalidError():
            return 400, _invalid(error)
        case errors.UnauthenticatedError():
            code = None if isinstance(error, NoKeyError) else "invalid_api_key"
            return 401, Fault(message=str(error), type=_REQUEST, code=code)
        case errors.ForbiddenError():
            return 403, Fault(message=str(error), type=_REQUEST, code="insufficient_permissions")
        case errors.TooManyError():
            return 429, Fault(message=str(error), type="requests", code="rate_limit_exceeded")
    return 503, Fault(message="Redis does not answer now.", type="server_error")


def _invalid(error: errors.InvalidError) -> Fault:
    """Say what is wrong, without names that the caller made up."""
    if isinstance(error, ImageError):
        message = error.problems[0].message
        return Fault(message=message, type=_REQUEST, param="input", code="image_not_supported")
    wrong = {problem.field.partition(".")[0] for problem in error.problems}
    if "input" in wrong:
        return Fault(message=_INPUT, type=_REQUEST, param="input")
    return Fault(message="This cannot be read.", type=_REQUEST)
