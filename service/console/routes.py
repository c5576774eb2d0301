"""What goes wrong in the console is told on a page, never in JSON, and nothing typed is lost."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException

from service.api.errors import as_invalid, headers_of, note, problem_of
from service.api.problems import TYPES, Problem
from service.console.rendering import page
from service.console.returning import SIGN_IN, Said, go, ours
from service.console.senders import Form
from service.domain.errors import GreenroomError, RoleError, UnauthenticatedError, UnavailableError

_TOLD = (403, 404, 422, 503)
"""For these there are words of their own."""


class PageRoute(APIRoute):
    """A route that answers with pages, whatever happens."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Answer with a page for every error that is one of ours or the framework's."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except UnauthenticatedError:
                return await _send_to_sign_in(request)
            except GreenroomError as error:
                return await _tell(request, problem_of(error), headers_of(error), error)
            except RequestValidationError as error:
                return await _tell(request, problem_of(as_invalid(error)))
            except HTTPException as error:
                status = HTTPStatus(error.status_code)
                name = status.phrase.lower().replace(" ", "-")
                problem = Problem(type=TYPES + name, title=status.phrase, status=status, detail="")
                return await _tell(request, problem)

        return handle


async def _send_to_sign_in(request: Request) -> Response:
    if request.method == "POST":
        form = await _form_of(request)
        return go(SIGN_IN, back=ours(form.get("back")), said=Said.EXPIRED)
    asked = f"{request.url.path}?{request.url.query}".rstrip("?")
    return go(SIGN_IN, back=ours(asked))


async def _tell(
    request: Request,
    problem: Problem,
    headers: dict[str, str] | None = None,
    error: GreenroomError | None = None,
) -> Response:
    note(request, problem)
    lost = isinstance(error, UnavailableError) and request.method == "POST"
    answer = page(
        request,
        "problem.html",
        problem.status,
        kind=_kind_of(problem, error),
        action=request.url.path,
        again=(await _form_of(request)).multi_items() if lost else [],
    )
    answer.headers.update(headers or {})
    return answer


def _kind_of(problem: Problem, error: GreenroomError | None) -> str:
    """Name the words that tell it."""
    if isinstance(error, RoleError):
        return "role"
    return str(problem.status) if problem.status in _TOLD else "other"


async def _form_of(request: Request) -> Form:
    """Give the form that was read already."""
    sent = (await request.form()).multi_items()
    return ImmutableMultiDict([(name, value) for name, value in sent if isinstance(value, str)])
