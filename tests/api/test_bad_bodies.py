"""Bodies that are no comment at all."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import COMMENT, fields, kind, problem
from tests.callers import Headers

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b'{"text": "x",}',
        b'{"text": NaN, "thread": {"id": "a"}}',
        b'{"text": "\\ud800", "thread": NaN}',
        b"\xff\xfe{}",
        b'{"text": "\xff"}',
        b"[" * 60_000,
        b'{"text": "\\u0041", "thread": ' + b"[" * 60_000,
        b"[]",
        b'"text"',
        b"17",
        b"null",
    ],
)
async def test_what_is_not_a_json_object_is_refused(
    client: httpx2.AsyncClient, bob: Headers, body: bytes
) -> None:
    assert fields(await client.post("/v1/comments", content=body, headers=bob | JSON)) == ["body"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (rb'{"text": "half \ud83d here", "thread": {"id": "a"}}', "text"),
        (rb'{"text": "half \ude00 here", "thread": {"id": "a"}}', "text"),
        (rb'{"text": "x", "thread": {"id": "\ud800"}}', "thread.id"),
        (rb'{"text": "x", "thread": {"id": "a", "title": "\udfff"}}', "thread.title"),
        (
            rb'{"text": "x", "thread": {"id": "a"}, "author": {"email": "\ud800@x.y"}}',
            "author.email",
        ),
        (rb'{"text": "x\u0000", "thread": {"id": "a"}}', "text"),
        (rb'{"text": "x", "thread": {"id": "a"}, "user_agent": "\u0000"}', "user_agent"),
    ],
)
async def test_text_that_cannot_be_kept_is_refused_by_the_name_of_its_field(
    client: httpx2.AsyncClient, bob: Headers, body: bytes, field: str
) -> None:
    answer = await client.post("/v1/comments", content=body, headers=bob | JSON)
    assert fields(answer) == [field]


async def test_even_the_name_of_a_field_may_be_no_text(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    body = rb'{"text": "x", "thread": {"id": "a"}, "\ud800": 1}'
    answer = await client.post("/v1/comments", content=body, headers=bob | JSON)
    assert problem(answer, 422)["errors"]


async def test_whole_surrogate_pairs_are_text(client: httpx2.AsyncClient, bob: Headers) -> None:
    body = rb'{"text": "\ud83d\ude00", "thread": {"id": "a"}}'
    answer = await client.post("/v1/comments", content=body, headers=bob | JSON)
    assert answer.status_code == 202


@pytest.mark.parametrize("size", [64 * 1024 + 1, 1_000_000])
async def test_a_large_body_is_refused(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site, size: int
) -> None:
    answer = await client.post("/v1/comments", content=b" " * size, headers=bob | JSON)
    assert kind(answer, 413) == "body-too-large"
    assert "65,536 bytes" in answer.json()["detail"]
    assert await store.pending.size(site.name) == 0


async def test_a_large_body_in_chunks_is_refused_before_it_is_all_read(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    sent = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1_000):
            sent += 1
            yield b" " * 1_000

    problem(await client.post("/v1/comments", content=chunks(), headers=bob | JSON), 413)
    assert sent < 100


async def test_a_body_of_64_kib_is_read(client: httpx2.AsyncClient, bob: Headers) -> None:
    body = httpx2.Request("POST", "https://x", json=COMMENT).read().ljust(64 * 1024)
    answer = await client.post("/v1/comments", content=body, headers=bob | JSON)
    assert answer.status_code == 202


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_what_does_not_call_itself_json_is_refused(
    client: httpx2.AsyncClient, bob: Headers, media_type: str
) -> None:
    body = b'{"text": "x", "thread": {"id": "a"}}'
    headers = bob | {"Content-Type": media_type}
    answer = await client.post("/v1/comments", content=body, headers=headers)
    problem(answer, 415)
    assert answer.headers["Accept"] == "application/json"


async def test_json_may_say_in_which_letters(client: httpx2.AsyncClient, bob: Headers) -> None:
    body = b'{"text": "x", "thread": {"id": "a"}}'
    headers = bob | {"Content-Type": "application/json; charset=utf-8"}
    assert (await client.post("/v1/comments", content=body, headers=headers)).status_code == 202


async def test_a_path_that_is_not_there_is_a_problem_too(client: httpx2.AsyncClient) -> None:
    problem(await client.get("/v2/comments"), 404)


async def test_a_method_that_is_not_there_is_a_problem_too(client: httpx2.AsyncClient) -> None:
    answer = await client.put("/v1/comments", json={})
    problem(answer, 405)
    assert answer.headers["Allow"] == "POST"
