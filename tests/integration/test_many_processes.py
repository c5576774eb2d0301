"""Two APIs and four scoring processes on one record work as one of each does."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing
from functools import partial

import httpx2
import pytest

from service.domain.sites import Site
from service.settings import Settings
from service.store.redis import Store
from tests import callers
from tests.integration.submitting import all_decided, decisions_each
from tests.integration.waiting import until
from tests.parts import Part, is_open, make_api

EACH = 40
"""Comments that are posted through each API."""


@pytest.fixture
def workers(settings: Settings) -> Iterator[list[Part]]:
    """Two machines' worth of workers: two of two processes each."""
    parts = [Part("worker", settings, GREENROOM_WORK_PROCESSES="2") for _ in range(2)]
    for part in parts:
        part.start()
    yield parts
    for part in parts:
        part.close()


@pytest.fixture
async def apis(
    settings: Settings, store: Store, site: Site
) -> AsyncIterator[list[httpx2.AsyncClient]]:
    """Give clients of two processes that serve the API, each on a port of its own."""
    headers = await callers.server(store, site.name)
    async with AsyncExitStack() as opened:
        clients = []
        for _ in range(2):
            part, url = make_api(settings)
            part.start()
            opened.enter_context(closing(part))
            client = httpx2.AsyncClient(base_url=url, headers=headers, timeout=20)
            clients.append(await opened.enter_async_context(client))
        for client in clients:
            await until(partial(is_open, str(client.base_url)), within_s=60)
        yield clients


async def test_two_apis_and_four_workers_are_as_one(
    workers: list[Part], apis: list[httpx2.AsyncClient], store: Store
) -> None:
    one, other = apis
    await until(partial(_are_at_work, store), within_s=60)
    ids = await _post_through(apis)
    await until(partial(all_decided, store, ids), within_s=30)
    assert await decisions_each(store, ids) == {1: 2 * EACH}  # each is decided once

    waited = await one.post("/v1/comments", json=_comment("wait"), headers={"Prefer": "wait=10"})
    assert waited.status_code == 200, "no worker's decision was heard"
    read = (await other.get(waited.headers["Location"])).json()
    assert read["status"] == waited.json()["status"] != "pending"

    told = await _decide_while_listening(one, other, read)
    assert (told["comment"], told["status"]) == (read["id"], "rejected")
    seen = {"action": "approve", "version": read["version"]}
    stale = await other.post(f"/v1/comments/{read['id']}/decisions", json=seen)
    assert stale.status_code == 409  # it is the version before what was decided on the first


async def _post_through(apis: list[httpx2.AsyncClient]) -> list[str]:
    """Post through all at once; the same idempotency key finds the same comment anywhere."""
    posting = [
        api.post(
            "/v1/comments", json=_comment(f"{at} {n}"), headers={"Idempotency-Key": f"{at}-{n}"}
        )
        for at, api in enumerate(apis)
        for n in range(EACH)
    ]
    answers = await asyncio.gather(*posting)
    ids = [answer.raise_for_status().json()["id"] for answer in answers]
    assert len(set(ids)) == len(apis) * EACH
    again = await apis[1].post(
        "/v1/comments", json=_comment("0 0"), headers={"Idempotency-Key": "0-0"}
    )
    assert again.json()["id"] == ids[0]
    return ids


async def _decide_while_listening(
    one: httpx2.AsyncClient, other: httpx2.AsyncClient, comment: dict[str, object]
) -> dict[str, object]:
    """Decide on one API; give what the other tells of it, as it happens."""
    decision = {"action": "reject", "version": comment["version"]}
    async with asyncio.timeout(20), other.stream("GET", "/v1/events") as stream:
        assert stream.status_code == 200
        decided = await one.post(f"/v1/comments/{comment['id']}/decisions", json=decision)
        assert decided.is_success, decided.text
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                told: dict[str, object] = json.loads(line.removeprefix("data:"))
                if told.get("status") == "rejected":
                    return told
    raise AssertionError("the stream ended")


def _comment(about: str) -> dict[str, object]:
    return {"text": f"What a fine harbour this is, said {about}.", "thread": {"id": "harbour"}}


async def _are_at_work(store: Store) -> bool:
    """Whether both workers are; which of its processes does a sweep is chance."""
    return await store.presence.count() >= 2
