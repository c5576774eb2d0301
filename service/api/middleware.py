"""What wraps every request, as plain ASGI: its id, its limits, its log line, the last resort."""

import re
import time
from collections.abc import Mapping
from http import HTTPStatus

import structlog
import uuid_utils
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors import internal_problem
from service.api.problems import problem_response
from service.metrics import Metrics

log = structlog.get_logger()
PROBES = ("/healthz", "/readyz", "/metrics")
"""Asked every few seconds by machines: in the log only when something is wrong."""
_REQUEST_ID = re.compile(r"[\w.:-]{1,64}\Z", re.ASCII)


class RequestLog:
    """Gives each request an id, or keeps the caller's, and writes a line about it at its end."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request under its id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.match(given) else uuid_utils.uuid7().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began, status = time.perf_counter(), 499  # unless an answer begins, the caller has gone

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = message.get("headers", ())
                message["headers"] = [*given, (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            self._write(scope, status, time.perf_counter() - began)

    def _write(self, scope: Scope, status: int, seconds: float) -> None:
        route, method = route_of(scope), scope["method"]
        self._metrics.count_request(method, route, status, seconds)
        if status < HTTPStatus.BAD_REQUEST and route in PROBES:
            return
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1e3, 1))


def route_of(scope: Scope) -> str:
    """Name the template, not the path: a path has ids in it, and anything else a caller likes."""
    if "route" in scope:
        return str(scope["route"].path)
    if "app_root_path" in scope:  # below what is mounted, as the assets are
        return f"{scope['root_path'].removeprefix(scope['app_root_path'])}/{{path}}"
    return "other"


class SecurityHeaders:
    """Tells browsers to trust nothing; a page that needs more says what."""

    _HEADERS = (
        (
            b"content-security-policy",
            b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
        ),
        (b"x-content-type-options", b"nosniff"),
        # Not no-referrer: with that, browsers hide the origin of a form's post, which we check.
        (b"referrer-policy", b"same-origin"),
        (b"cache-control", b"no-store"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, with our headers where it has none of its own."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", ())
                names = {name for name, _value in given}
                added = [pair for pair in self._HEADERS if pair[0] not in names]
                message["headers"] = [*given, *added]
            await send(message)

        await self._app(scope, receive, send_with_headers)


class LastResort:
    """Answers what nobody foresaw, and writes down where it happened, never with which words."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, come what may."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def send_and_remember(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_remember)
        except Exception:
            log.exception("unforeseen")
            if begun:
                raise
            await problem_response(internal_problem())(scope, receive, send)


class BodyLimit:
    """Stops reading a body that is too large, whether it says so or comes in chunks."""

    def __init__(self, app: ASGIApp, limit: int, larger: Mapping[str, int]) -> None:
        self._app = app
        self._limit = limit
        self._larger = larger
        self._prefixes = tuple(larger)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, of whose body no more is read than the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_of(scope["path"])
        announced = Headers(scope=scope).get("content-length", "")
        size, read = int(announced) if announced.isdecimal() else 0, 0

        async def receive_some() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if max(size, read) > limit:
                raise HTTPException(413, f"A body may have {limit:,} bytes here.")
            return message

        await self._app(scope, receive_some, send)

    def _limit_of(self, path: str) -> int:
        if not path.startswith(self._prefixes):  # nearly all are not
            return self._limit
        matching = (limit for prefix, limit in self._larger.items() if path.startswith(prefix))
        return next(matching, self._limit)
