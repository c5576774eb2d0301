"""GET /v1/events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import httpx2
import pytest

from service.api import events
from service.domain.sites import Site
from service.moderation import editing
from service.moderation.scoring import Scoring
from service.settings import Settings, WorkSettings
from service.store import broadcast
from service.store.keys import SiteKeys
from service.store.redis import Store
from tests.answers import fields, kind
from tests.callers import Headers
from tests.drafts import accept, draft
from tests.people import ALICE
from tests.scorers import WordScorer
from tests.serving import listening


class Told(NamedTuple):
    id: str
    name: str
    data: dict[str, Any]


@pytest.fixture
async def url(settings: Settings) -> AsyncIterator[str]:
    async with listening(settings) as url:
        yield url


@asynccontextmanager
async def hearing(
    url: str, headers: Headers, last: str | None = None
) -> AsyncIterator[AsyncIterator[Told]]:
    """Listen as a browser does; the stream has begun when this returns."""
    async with httpx2.AsyncClient(base_url=url, timeout=10) as client:
        resumed = {"Last-Event-ID": last} if last else {}
        async with client.stream("GET", "/v1/events", headers=headers | resumed) as answer:
            assert answer.status_code == 200
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            yield read(answer.aiter_lines())


async def read(lines: AsyncIterator[str]) -> AsyncIterator[Told]:
    told: dict[str, str] = {}
    async for line in lines:
        if line:
            name, _, value = line.partition(": ")
            told[name] = value
        elif "data" in told:
            yield Told(told["id"], told["event"], json.loads(told["data"]))
            told = {}


async def take(stream: AsyncIterator[Told], count: int) -> list[Told]:
    async with asyncio.timeout(10):
        return [await anext(stream) for _ in range(count)]


async def test_what_happens_is_told_as_it_happens(
    url: str, bob: Headers, store: Store, site: Site
) -> None:
    async with hearing(url, bob) as stream:
        comment = await accept(store, site.name)
        await editing.erase(store, site.name, comment.id, ALICE)
        accepted, erased = await take(stream, 2)
    assert accepted.name == "comment.accepted"
    assert accepted.data | {"at": ""} == {
        "comment": comment.id,
        "status": "pending",
        "version": 1,
        "at": "",
    }
    assert (erased.name, erased.data["status"]) == ("comment.erased", "erased")


async def test_what_waits_for_a_person_is_said_to(
    url: str, bob: Headers, store: Store, site: Site
) -> None:
    async with hearing(url, bob) as stream:
        for text in ("A fine piece.", "hmm"):
            await accept(store, site.name, draft(text))
            await Scoring(store, WordScorer(), WorkSettings()).score_batch(site.name)
        told = [event.data for event in await take(stream, 4)]
    assert [(data["status"], data.get("awaits")) for data in told] == [
        ("pending", None),
        ("approved", None),
        ("pending", None),
        ("held", True),
    ]


async def test_claims_are_told(
    client: httpx2.AsyncClient, url: str, bob: Headers, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name)
    decided = {"action": "hold", "version": 1}
    await client.post(f"/v1/comments/{comment.id}/decisions", json=decided, headers=bob)
    async with hearing(url, bob) as stream:
        sent = {"moderator": "alice"}
        await client.post("/v1/reviews/claims", json=sent, headers=bob)
        await client.delete("/v1/reviews/claims", params=sent, headers=bob)
        made, released = await take(stream, 2)
    assert (made.name, made.data["comment"]) == ("claim.made", comment.id)
    assert (released.name, released.data["moderator"]) == ("claim.released", "alice")


async def test_another_site_s_events_are_not_told(
    url: str, bob: Headers, charlie: Headers, store: Store, site: Site
) -> None:
    async with hearing(url, charlie) as stream:
        await accept(store, site.name)
        own = await accept(store, "gazette")
        (told,) = await take(stream, 1)
    assert told.data["comment"] == own.id


async def test_who_comes_again_misses_nothing_and_hears_nothing_twice(
    settings: Settings, bob: Headers, store: Store, site: Site
) -> None:
    """Over reconnects and restarts of the service, while comments keep coming."""
    sent: list[str] = []

    async def submit() -> None:
        for _ in range(300):
            sent.append((await accept(store, site.name)).id)
            await asyncio.sleep(0.002)

    heard: list[str] = []
    first = await accept(store, site.name)
    last = await store.events.last(site.name)
    submitting = asyncio.create_task(submit())
    for part in (40, 70, 90):
        async with listening(settings) as url:
            for _ in range(2):
                async with hearing(url, bob, last) as stream:
                    told = await take(stream, part // 2)
                heard += [event.data["comment"] for event in told]
                last = told[-1].id
    await submitting
    async with listening(settings) as url, hearing(url, bob, last) as stream:
        heard += [event.data["comment"] for event in await take(stream, 100)]
    assert heard == sent
    assert first.id not in heard


async def test_who_was_away_for_too_long_is_told_to_reload(
    url: str, bob: Headers, store: Store, site: Site
) -> None:
    await accept(store, site.name)
    away = await store.events.last(site.name)
    for _ in range(3):
        await accept(store, site.name)
    await store.connection.call("XTRIM", SiteKeys(site.name).events, "MAXLEN", 1)
    async with hearing(url, bob, away) as stream:
        later = await accept(store, site.name)
        reload, told = await take(stream, 2)
    assert (reload.name, reload.id) < ("reload", told.id)
    assert told.data["comment"] == later.id


async def test_who_listens_too_slowly_is_let_go_and_the_others_hear_all(
    url: str, bob: Headers, store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "QUEUED_AT_MOST", 5)
    log = store.events
    hall = broadcast.Broadcast(log)
    async with hall.listening(site.name, "slow") as slow, hall.listening(site.name, "k") as quick:
        for _ in range(10):
            await accept(store, site.name)
            hall._hand_on(
                site.name, [e async for es in log.after(site.name, quick.after) for e in es]
            )
            taken = await quick.take(1)
            quick.after = taken[-1].id
        assert slow.is_over
        assert not quick.is_over


async def test_so_many_may_listen_by_one_key(
    url: str, bob: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "LISTENERS_OF_A_KEY", 1)
    async with hearing(url, bob), httpx2.AsyncClient(base_url=url) as client:
        assert kind(await client.get("/v1/events", headers=bob), 429) == "too-many"
    async with hearing(url, bob):
        pass  # who has gone is not counted any more


async def test_a_quiet_stream_is_kept_alive(
    url: str, bob: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "KEEP_ALIVE_S", 0.05)
    monkeypatch.setattr(events, "LIFE_S", 0.3)
    async with httpx2.AsyncClient(base_url=url) as client:
        text = (await client.get("/v1/events", headers=bob)).text
    assert text.count(": nothing\n\n") > 2  # and it has ended, so that the key is looked at again


async def test_the_service_ends_at_once_however_many_listen(
    settings: Settings, bob: Headers, store: Store
) -> None:
    async with asyncio.timeout(3), listening(settings) as url, hearing(url, bob) as stream:
        hearer = asyncio.ensure_future(anext(stream))
        ending = asyncio.get_running_loop().time()
    with pytest.raises((StopAsyncIteration, httpx2.TransportError, httpx2.StreamError)):
        await hearer
    assert asyncio.get_running_loop().time() - ending < 2


@pytest.mark.parametrize("last", ["x", "1", "1-x"])
async def test_an_id_of_something_else_is_refused(
    client: httpx2.AsyncClient, bob: Headers, last: str
) -> None:
    answer = await client.get("/v1/events", headers=bob | {"Last-Event-ID": last})
    assert fields(answer) == ["Last-Event-ID"]
