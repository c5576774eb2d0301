"""POST /v1/words/import."""

import time

import httpx2
import orjson
import pytest

from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import fields, problem
from tests.callers import Headers

PLAIN, NDJSON = "text/plain; charset=utf-8", "application/x-ndjson"


async def send(
    client: httpx2.AsyncClient, key: Headers, body: bytes, media_type: str = PLAIN, **query: str
) -> httpx2.Response:
    headers = {**key, "Content-Type": media_type}
    return await client.post("/v1/words/import", content=body, params=query, headers=headers)


async def actions(store: Store, site: Site) -> dict[str, str]:
    return {w.phrase: w.action.value for w in (await store.words.read(site.name)).words}


async def test_each_line_of_a_text_is_an_entry_and_the_query_says_what_goes_for_all(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    body = "casino\r\n\n  free money \n垃圾\n".encode()
    answer = await send(client, bob, body, action="spam", match="substring", note="2026")
    assert answer.json() == {"added": 3, "changed": 0, "refused": 0, "first_refused": []}
    assert await actions(store, site) == dict.fromkeys(["casino", "free money", "垃圾"], "spam")
    kept = (await store.words.read(site.name)).words
    assert {(w.match.value, w.note) for w in kept} == {("substring", "2026")}


async def test_each_line_of_json_says_what_it_likes_and_the_query_the_rest(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    rows = [{"phrase": "casino", "action": "reject"}, {"phrase": "fool"}]
    body = b"\n".join(map(orjson.dumps, rows))
    await send(client, bob, body, NDJSON, action="spam")
    assert await actions(store, site) == {"casino": "reject", "fool": "spam"}


async def test_a_bad_line_says_why_and_does_not_lose_the_others(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    rows = [b'{"phrase": "casino"}', b"{", b"", b'{"phrase": ""}', b"[]", b'"x"', b'{"moon": 1}']
    told = (await send(client, bob, b"\n".join(rows), NDJSON)).json()
    assert (told["added"], told["refused"]) == (1, 5)
    assert [(r["line"], [e["field"] for e in r["errors"]]) for r in told["first_refused"]] == [
        (2, ["body"]),
        (4, ["phrase"]),
        (5, ["body"]),
        (6, ["body"]),
        (7, ["phrase", "moon"]),
    ]
    assert await actions(store, site) == {"casino": "hold"}


async def test_what_is_no_utf_8_is_refused_by_the_line(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    told = (await send(client, bob, b"fool\nna\xefve\n...")).json()
    assert (told["added"], [r["line"] for r in told["first_refused"]]) == (1, [2, 3])


async def test_fifty_thousand_lines_are_taken_at_once_and_one_more_is_not(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    lines = [f"phrase number {n}".encode() for n in range(50_001)]
    assert fields(await send(client, bob, b"\n".join(lines))) == ["body"]
    began = time.monotonic()
    assert (await send(client, bob, b"\n".join(lines[1:]))).json()["added"] == 50_000
    assert time.monotonic() - began < 30
    assert len((await store.words.read(site.name)).words) == 50_000


@pytest.mark.parametrize("media_type", ["application/json", "text/csv", "image/png"])
async def test_other_media_types_are_refused(
    client: httpx2.AsyncClient, bob: Headers, media_type: str
) -> None:
    problem(await send(client, bob, b"casino", media_type), 415)


async def test_a_query_that_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    assert fields(await send(client, bob, b"casino", action="delete")) == ["action"]
