"""Posts of comments, read without FastAPI's walk through a signature.

That walk takes a third of all the time of an accept. So what is plainly good is read here, by the
same models and rules; whatever else there is about a request goes FastAPI's way, and has FastAPI's
answer. The route is declared, and documented, like any other.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from service.api.bodies import JSON, JsonRequest, JsonRoute
from service.api.dependencies import MAX_ONCE, admit
from service.api.drafts import NewComment
from service.api.preferences import read_wait
from service.api.state import state_of
from service.domain.sites import Scope


@dataclass(frozen=True, slots=True)
class Post:
    """What there is to a request that is plainly good."""

    key: str
    comment: NewComment
    wait_s: int
    idempotency_key: str | None


class PostRoute(JsonRoute):
    """The route of `submit_comment`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Read what is plainly good, and leave the rest to FastAPI."""
        as_ever, submit = super().get_route_handler(), self.endpoint

        async def handle(request: Request) -> Response:
            asked = JsonRequest(request.scope, request.receive)
            post = await read_post(asked)
            if post is None:
                return await as_ever(asked)
            caller = await admit(asked, post.key, Scope.SUBMIT)
            answer: Response = await submit(
                post.comment, caller, state_of(asked), post.wait_s, post.idempotency_key
            )
            return answer

        return handle


async def read_post(request: JsonRequest) -> Post | None:
    """Read a request; None if there is anything to be said about it."""
    headers = request.headers
    scheme, _, key = headers.get("authorization", "").partition(" ")
    once = headers.get("idempotency-key")
    usual = scheme == "Bearer" and headers.get("content-type", "").partition(";")[0] == JSON
    if not usual or (once is not None and not 0 < len(once) <= MAX_ONCE):
        return None
    try:
        comment = NewComment.model_validate(await request.json())
    except (ValidationError, ValueError, ClientDisconnect):
        return None
    return Post(key, comment, read_wait(headers.get("prefer", "")), once)
