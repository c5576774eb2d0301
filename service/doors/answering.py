"""Routes that say what is wrong the way their protocol says it."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from service.api.errors import as_invalid, note, problem_of
from service.domain.errors import FieldProblem, GreenroomError, InvalidError, TooLargeError

Refuse = Callable[[Request, GreenroomError], Response]


def refusing(refuse: Refuse) -> type[APIRoute]:
    """Make a kind of route whose refusals of every kind are written by ``refuse``.

    It is left to say what went wrong; that is noted here, for the log and the figures.
    """

    class DoorRoute(APIRoute):
        """A route of one door."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            """Answer, or refuse."""
            handler = super().get_route_handler()

            async def handle(request: Request) -> Response:
                try:
                    return await handler(request)
                except (GreenroomError, RequestValidationError, HTTPException) as error:
                    meant = _as_ours(error)
                    note(request, problem_of(meant))
                    return refuse(request, meant)

            return handle

    return DoorRoute


def _as_ours(error: Exception) -> GreenroomError:
    match error:
        case GreenroomError():
            return error
        case RequestValidationError():
            return as_invalid(error)
        case HTTPException(status_code=413):
            return TooLargeError(str(error.detail))
    return InvalidError(FieldProblem("body", "This cannot be read."))
