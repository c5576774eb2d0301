"""What callers are told while Redis is away, and after."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest

from service.domain.sites import Site
from service.settings import RedisSettings, Settings
from service.store.redis import Store
from tests.answers import COMMENT, kind
from tests.callers import Headers
from tests.servers import Server
from tests.serving import serving


@pytest.fixture
async def client(settings: Settings, server: Server) -> AsyncIterator[httpx2.AsyncClient]:
    impatient = RedisSettings(url=server.url, timeout_s=0.5, connect_timeout_s=0.5)
    async with serving(settings.model_copy(update={"redis": impatient})) as client:
        yield client


async def test_a_comment_is_refused_and_taken_when_redis_is_back(
    client: httpx2.AsyncClient, bob: Headers, server: Server, store: Store, site: Site
) -> None:
    assert (await client.post("/v1/comments", json=COMMENT, headers=bob)).status_code == 202
    server.kill()
    await asyncio.sleep(1.1)  # the key is forgotten
    answer = await client.post("/v1/comments", json=COMMENT, headers=bob)
    assert kind(answer, 503) == "unavailable"
    assert int(answer.headers["Retry-After"]) > 0
    server.start()
    assert (await client.post("/v1/comments", json=COMMENT, headers=bob)).status_code == 202
    assert await store.pending.size(site.name) == 2


async def test_a_comment_that_nobody_knows_of_can_be_found_out_about(
    client: httpx2.AsyncClient, bob: Headers, server: Server, store: Store, site: Site
) -> None:
    headers = bob | {"Idempotency-Key": "k"}
    await client.get("/v1/comments/x", headers=headers)  # the key is known
    server.freeze()
    answer = await client.post("/v1/comments", json=COMMENT, headers=headers)
    server.thaw()
    assert kind(answer, 503) == "unknown-outcome"
    assert "Idempotency-Key" in answer.json()["detail"]
    assert int(answer.headers["Retry-After"]) > 0
    again = await client.post("/v1/comments", json=COMMENT, headers=headers)
    assert again.status_code in (200, 202)
    assert await store.pending.size(site.name) == 1


async def test_a_question_without_an_answer_leaves_no_doubt(
    client: httpx2.AsyncClient, bob: Headers, server: Server
) -> None:
    await client.get("/v1/comments/x", headers=bob)
    server.freeze()
    answer = await client.get("/v1/comments/x", headers=bob)
    server.thaw()
    assert kind(answer, 503) == "unavailable"


async def test_a_full_redis_takes_no_comments_but_lets_people_decide(
    client: httpx2.AsyncClient, bob: Headers, server: Server
) -> None:
    posted = await client.post("/v1/comments", json=COMMENT, headers=bob)
    server.redis.config_set("maxmemory", 1)
    refused = await client.post("/v1/comments", json=COMMENT, headers=bob)
    decision = {"action": "approve", "version": 1}
    path = posted.headers["Location"]
    decided = await client.post(f"{path}/decisions", json=decision, headers=bob)
    server.redis.config_set("maxmemory", 0)
    assert kind(refused, 503) == "unavailable"
    assert decided.status_code == 200


async def test_a_batch_that_a_full_redis_takes_nothing_of_is_refused_as_a_whole(
    client: httpx2.AsyncClient, bob: Headers, server: Server
) -> None:
    await client.get("/v1/comments/x", headers=bob)
    server.redis.config_set("maxmemory", 1)
    sent = {"comments": [COMMENT, {"text": ""}, COMMENT]}
    answer = await client.post("/v1/comments/batch", json=sent, headers=bob)
    assert kind(answer, 503) == "unavailable"


async def test_a_comment_that_was_accepted_is_not_refused_because_waiting_failed(
    client: httpx2.AsyncClient, bob: Headers, server: Server, store: Store, site: Site
) -> None:
    headers = bob | {"Prefer": "wait=5"}
    posting = asyncio.create_task(client.post("/v1/comments", json=COMMENT, headers=headers))
    while not await store.pending.size(site.name):  # noqa: ASYNC110 - no event tells
        await asyncio.sleep(0.01)
    server.kill()
    answer = await posting
    server.start()
    assert answer.status_code == 202


async def test_it_starts_without_redis_says_so_and_recovers(
    settings: Settings, server: Server
) -> None:
    server.kill()
    async with serving(settings) as client:
        down = await client.get("/readyz")
        assert down.status_code == 503
        assert down.json() == {"redis": False, "model": "m-words", "workers": 0}
        assert "Retry-After" in down.headers
        assert (await client.get("/healthz")).status_code == 200
        server.start()
        assert (await client.get("/readyz")).status_code == 200
