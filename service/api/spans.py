"""The span of a request, for processes that trace."""

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import traces
from service.api.middleware import PROBES, route_of


class RequestSpan:
    """Traces each request: which route, what status, and nothing that it said.

    Its trace is its own even where the caller has one: whoever calls must not choose what is kept.
    The log has the id of the trace, and the trace that of the request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request within its span."""
        if scope["type"] != "http" or scope["path"] in PROBES:
            await self._app(scope, receive, send)
            return

        async def send_and_tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                traces.tell(status=message["status"])
            await send(message)

        with traces.span("request"):
            mark = traces.mark()
            if mark:
                structlog.contextvars.bind_contextvars(trace_id=mark.split("-")[1])
            try:
                await self._app(scope, receive, send_and_tell)
            finally:
                known = structlog.contextvars.get_contextvars()
                traces.tell(
                    f"{scope['method']} {route_of(scope)}", request=known.get("request_id", "")
                )
