"""Reading JSON bodies: what is not JSON is refused by name, what is goes through orjson."""

import json
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

JSON = "application/json"


class JsonRequest(Request):
    """A request whose JSON is read by `parse_json`."""

    async def json(self) -> Any:  # noqa: ANN401 - any JSON
        """Parse the body.

        Raises
        ------
        json.JSONDecodeError
            It is not JSON.
        """
        return parse_json(await self.body())


class JsonRoute(APIRoute):
    """A route that reads its body as a `JsonRequest`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Check the media type before anything is read."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if self.body_field is not None:
                require_media_type(request, JSON)
            if not isinstance(request, JsonRequest):
                request = JsonRequest(request.scope, request.receive)
            return await handler(request)

        return handle


def require_media_type(request: Request, *accepted: str) -> str:
    """Give the media type of a body.

    Raises
    ------
    HTTPException
        415: it is not one of those accepted here.
    """
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in accepted:
        raise HTTPException(415, f"Send {' or '.join(accepted)}.", {"Accept": ", ".join(accepted)})
    return given


def parse_json(body: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Read JSON: no NaN, no bottomless nesting.

    Raises
    ------
    json.JSONDecodeError
        It is not JSON.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        if b"\\u" not in body:
            raise
        # Half a surrogate pair is JSON all the same, which orjson refuses: read it, so that the
        # field it stands in can be named.
        try:
            return json.loads(body, parse_constant=_refuse)
        except (RecursionError, UnicodeDecodeError) as error:
            raise json.JSONDecodeError(type(error).__name__, "", 0) from None


def _refuse(constant: str) -> NoReturn:
    raise json.JSONDecodeError("not a number of JSON", constant, 0)
