"""Calls from pages of other origins, as browsers make them."""

import asyncio

import httpx2
import pytest

from service.domain.sites import Site
from service.moderation.sites import create_site
from service.store.redis import Store
from tests.answers import COMMENT, problem
from tests.callers import ORIGIN, Headers

PREFLIGHT = {
    "Origin": ORIGIN,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization, content-type, idempotency-key, prefer",
}


@pytest.fixture
async def client(site: Site, client: httpx2.AsyncClient) -> httpx2.AsyncClient:
    """A service that has had the time to learn of the site."""
    await until_allowed(client, ORIGIN)
    return client


async def until_allowed(client: httpx2.AsyncClient, origin: str) -> None:
    async with asyncio.timeout(5):
        headers = PREFLIGHT | {"Origin": origin}
        while (await client.options("/v1/comments", headers=headers)).status_code != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_a_site_s_page_may_ask(client: httpx2.AsyncClient) -> None:
    answer = await client.options("/v1/comments", headers=PREFLIGHT)
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Access-Control-Request-Method": "DELETE"},
        {"Access-Control-Request-Headers": "x-anything"},
    ],
)
async def test_nobody_else_may_and_nothing_else(
    client: httpx2.AsyncClient, changed: Headers
) -> None:
    answer = await client.options("/v1/comments", headers=PREFLIGHT | changed)
    problem(answer, 403)
    if "Origin" in changed:
        assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_page_can_read_its_answer_and_where_its_comment_is(
    client: httpx2.AsyncClient, page: Headers
) -> None:
    answer = await client.post("/v1/comments", json=COMMENT, headers=page)
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    exposed = answer.headers["Access-Control-Expose-Headers"]
    assert {"Location", "Preference-Applied", "Retry-After"} <= set(exposed.split(", "))
    assert "Origin" in answer.headers["Vary"]


async def test_a_page_can_read_what_went_wrong(client: httpx2.AsyncClient, page: Headers) -> None:
    for answer in (
        await client.post("/v1/comments", json={}, headers=page),
        await client.post("/v1/comments", content=b"x" * 70_000, headers=page),
        await client.post("/v1/comments", json=COMMENT, headers={"Origin": ORIGIN}),
    ):
        assert answer.is_client_error
        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN


async def test_answers_to_nobody_in_particular_vary_all_the_same(
    client: httpx2.AsyncClient,
) -> None:
    assert "Origin" in (await client.get("/healthz")).headers["Vary"]


async def test_a_site_that_opens_later_is_heard_of(
    client: httpx2.AsyncClient, store: Store
) -> None:
    await create_site(store, "herald", "The Herald", ["https://herald.example"])
    await until_allowed(client, "https://herald.example")
