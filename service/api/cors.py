"""CORS for the pages of all sites: it lets browsers in; what a page may do is for its key."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.origins import KnownOrigins
from service.api.problems import TYPES, Problem, problem_response


class SiteCORS(CORSMiddleware):
    """Allows the origins that some site has named, without credentials.

    A preflight carries no key, so that whose page asks cannot be known yet.
    """

    def __init__(self, app: ASGIApp, origins: KnownOrigins) -> None:
        super().__init__(
            app,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Idempotency-Key", "Prefer", "X-Request-ID"),
            expose_headers=("Location", "Preference-Applied", "Retry-After", "X-Request-ID"),
        )
        self._origins = origins

    async def simple_response(
        self, scope: Scope, receive: Receive, send: Send, request_headers: Headers
    ) -> None:
        """Answer what is no preflight; most of it comes from servers, which name no origin."""
        if "origin" in request_headers:
            await super().simple_response(scope, receive, send, request_headers)
            return

        async def send_with_vary(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"vary", b"Origin")]
            await send(message)

        await self.app(scope, receive, send_with_vary)

    def is_allowed_origin(self, origin: str) -> bool:
        """Tell whether a site has named it."""
        return origin in self._origins

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer a preflight; a refusal is a problem like any other."""
        answer = super().preflight_response(request_headers)
        if answer.status_code == HTTPStatus.OK:
            return answer
        detail = bytes(answer.body).decode() + "."
        problem = Problem(
            type=TYPES + "forbidden", title="Not from this page", status=403, detail=detail
        )
        kept = {k: v for k, v in answer.headers.items() if not k.startswith("content-")}
        return problem_response(problem, kept)
