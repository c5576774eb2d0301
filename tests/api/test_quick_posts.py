"""A post that is read quickly is read as FastAPI reads it; what is odd about one goes its way."""

from typing import Any

import httpx2
import orjson
import pytest

from service.api import quick_posts
from service.api.bodies import JsonRequest
from service.api.quick_posts import Post, read_post
from service.settings import Settings
from tests.answers import COMMENT
from tests.callers import Headers
from tests.serving import serving

JSON = {"Content-Type": "application/json"}
BODY = orjson.dumps(COMMENT)
FULL = orjson.dumps(
    {
        **COMMENT,
        "author": {"id": "7", "name": "Dora", "email": "d@example.org"},
        "ip": "192.0.2.1",
        "lang": "de",
        "created_at": "2026-01-31T08:00:00Z",
    }
)
GOOD: list[tuple[bytes, Headers]] = [
    (BODY, JSON),
    (BODY, {"Content-Type": "application/json; charset=utf-8"}),
    (FULL, JSON),
    (BODY, JSON | {"Prefer": "wait=0"}),
    (BODY, JSON | {"Prefer": "nonsense"}),
    (BODY, JSON | {"Idempotency-Key": "k" * 200}),
]
ODD: list[tuple[bytes, Headers]] = [
    (b"", JSON),
    (b"{", JSON),
    (b"null", JSON),
    (b'{"text": NaN}', JSON),
    (b'{"text": "\\ud800", "thread": {"id": "t"}}', JSON),
    (b'{"text": "x"}', JSON),
    (b'{"text": 7, "thread": {"id": "t"}}', JSON),
    (b'{"text": "x", "thread": {"id": "t"}, "more": 1}', JSON),
    (b'{"text": "x", "thread": {}}', JSON),
    (BODY, {}),
    (BODY, {"Content-Type": "text/plain"}),
    (BODY, JSON | {"Idempotency-Key": ""}),
    (BODY, JSON | {"Idempotency-Key": "k" * 201}),
    (BODY, JSON | {"Authorization": ""}),
    (BODY, JSON | {"Authorization": "Basic eDp5"}),
    (b"{", JSON | {"Authorization": ""}),
]
"""Each with something that there is to be said about it."""
REFUSED: list[tuple[bytes, Headers]] = [
    (BODY, JSON | {"Authorization": "Bearer nonsense"}),
    (BODY, JSON | {"Authorization": "Bearer gr_sec_x_y"}),
    (b'{"text": "' + b"x" * 70_000 + b'"}', JSON),
]
"""Read quickly, and refused by what both ways have in common."""


async def told(
    client: httpx2.AsyncClient, key: Headers, body: bytes, headers: Headers
) -> tuple[int, Any, dict[str, str]]:
    """Give what was answered, without what differs from one comment to the next."""
    answer = await client.post("/v1/comments", content=body, headers=key | headers)
    said = answer.json()
    for name in ("id", "links"):
        said.pop(name, None)
    kept = {k: v for k, v in answer.headers.items() if k not in ("x-request-id", "location")}
    kept.pop("content-length")
    return answer.status_code, said, kept


@pytest.mark.parametrize(("body", "headers"), [*GOOD, *ODD, *REFUSED])
async def test_both_ways_come_to_the_same(
    settings: Settings,
    bob: Headers,
    monkeypatch: pytest.MonkeyPatch,
    body: bytes,
    headers: Headers,
) -> None:
    async with serving(settings) as client:
        quickly = await told(client, bob, body, headers)

    async def read_nothing(_request: JsonRequest) -> None:
        """Leave it to FastAPI."""

    monkeypatch.setattr(quick_posts, "read_post", read_nothing)
    async with serving(settings) as client:
        # Under a name of its own, or it would be a repetition.
        renamed = {name: value.replace("kkk", "lll") for name, value in headers.items()}
        slowly = await told(client, bob, body, renamed)
    assert quickly == slowly


def request(body: bytes, headers: Headers) -> JsonRequest:
    raw = [(k.lower().encode(), v.encode()) for k, v in headers.items()]
    scope = {"type": "http", "method": "POST", "path": "/v1/comments", "headers": raw}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return JsonRequest(scope, receive)


KEY = {"Authorization": "Bearer gr_sec_k"}


@pytest.mark.parametrize(("body", "headers"), GOOD)
async def test_what_is_plainly_good_is_read_here(body: bytes, headers: Headers) -> None:
    post = await read_post(request(body, KEY | headers))
    assert isinstance(post, Post)
    assert post.key == "gr_sec_k"
    assert post.comment.text == COMMENT["text"]
    assert post.idempotency_key == headers.get("Idempotency-Key")


@pytest.mark.parametrize(("body", "headers"), ODD)
async def test_what_is_odd_is_not(body: bytes, headers: Headers) -> None:
    assert await read_post(request(body, KEY | headers)) is None
