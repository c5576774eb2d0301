"""GET and PUT /v1/threads/{id}/mode."""

import httpx2
import pytest

from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import COMMENT, fields
from tests.callers import Headers
from tests.serving import scoring


@pytest.mark.parametrize("thread", ["moon", "https://courier.example/moon/comments"])
async def test_a_thread_goes_by_the_site_s_mode_until_it_has_its_own(
    client: httpx2.AsyncClient, bob: Headers, thread: str
) -> None:
    path = f"/v1/threads/{thread}/mode"
    site_s = {"thread": thread, "mode": "pre", "own": False}
    assert (await client.get(path, headers=bob)).json() == site_s
    closed = await client.put(path, json={"mode": "closed"}, headers=bob)
    assert closed.json() == {"thread": thread, "mode": "closed", "own": True}
    assert (await client.get(path, headers=bob)).json() == closed.json()
    assert (await client.put(path, json={"mode": None}, headers=bob)).json() == site_s


@pytest.mark.parametrize(("mode", "status"), [("closed", "rejected"), ("hold_all", "held")])
async def test_comments_go_by_the_mode_of_their_thread(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site, mode: str, status: str
) -> None:
    await client.put("/v1/threads/moon/mode", json={"mode": mode}, headers=bob)
    waiting = bob | {"Prefer": "wait=5"}
    async with scoring(store, site.name):
        there = await client.post("/v1/comments", json=COMMENT, headers=waiting)
        elsewhere = COMMENT | {"thread": {"id": "mars"}}
        other = await client.post("/v1/comments", json=elsewhere, headers=waiting)
    assert (there.json()["status"], other.json()["status"]) == (status, "approved")
    assert there.json()["reasons"][0]["code"] == "thread_mode"


async def test_what_is_no_mode_is_refused(client: httpx2.AsyncClient, bob: Headers) -> None:
    path = "/v1/threads/moon/mode"
    assert fields(await client.put(path, json={"mode": "off"}, headers=bob)) == ["mode"]
    assert fields(await client.put(path, json={}, headers=bob)) == ["mode"]
