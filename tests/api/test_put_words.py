"""POST /v1/words and GET /v1/words."""

from typing import Any

import httpx2
import pytest

from tests.answers import fields, kind
from tests.callers import Headers

CASINO = {"phrase": "casino", "action": "reject", "note": "As the editors agreed"}


async def put(client: httpx2.AsyncClient, key: Headers, *words: object) -> httpx2.Response:
    return await client.post("/v1/words", json={"words": words}, headers=key)


async def listed(client: httpx2.AsyncClient, key: Headers, **query: str) -> list[dict[str, Any]]:
    answer = await client.get("/v1/words", params=query, headers=key)
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_what_is_put_on_the_list_is_shown_with_what_came_of_it(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    answer = await put(client, bob, CASINO)
    assert (answer.status_code, answer.json()) == (200, {"added": 1, "changed": 0})
    (shown,) = await listed(client, bob)
    assert shown["id"]
    assert shown["created_at"].endswith("Z")
    assert shown["by"]
    assert {name: shown[name] for name in shown if name not in ("id", "created_at", "by")} == {
        **CASINO,
        "match": "word",
        "expires_at": None,
        "hits": 0,
        "reviewed": 0,
        "overturned": 0,
        "overturn_rate": None,
    }


async def test_the_same_entry_again_takes_the_place_of_the_first(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    await put(client, bob, CASINO)
    answer = await put(client, bob, {"phrase": "CASINO"}, {"phrase": "fool"})
    assert answer.json() == {"added": 1, "changed": 1}
    assert {shown["phrase"]: shown["action"] for shown in await listed(client, bob)} == {
        "CASINO": "hold",
        "fool": "hold",
    }


async def test_the_list_is_filtered_and_paged(client: httpx2.AsyncClient, bob: Headers) -> None:
    await put(client, bob, CASINO, {"phrase": "fool"}, {"phrase": "foolish"})
    assert [shown["phrase"] for shown in await listed(client, bob, action="reject")] == ["casino"]
    assert len(await listed(client, bob, q="FOOL")) == 2
    first = (await client.get("/v1/words", params={"limit": 2}, headers=bob)).json()
    rest = await listed(client, bob, cursor=first["next_cursor"])
    assert len({shown["id"] for shown in first["items"] + rest}) == 3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phrase": ""}, "words.0.phrase"),
        ({"phrase": "..."}, "words.0.phrase"),
        ({"phrase": "\u200b"}, "words.0.phrase"),
        ({"phrase": "x" * 201}, "words.0.phrase"),
        ({"phrase": "x", "action": "delete"}, "words.0.action"),
        ({"phrase": "x", "match": "regex"}, "words.0.match"),
        ({"phrase": "x", "expires_at": "2001-01-01T00:00:00Z"}, "words.0.expires_at"),
        ({"phrase": "x", "moon": "full"}, "words.0.moon"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    client: httpx2.AsyncClient, bob: Headers, wrong: object, field: str
) -> None:
    assert fields(await put(client, bob, wrong, CASINO)) == [field]
    assert await listed(client, bob) == []


async def test_more_than_a_thousand_at_once_are_refused(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    many = [{"phrase": f"w{n}"} for n in range(1_001)]
    assert fields(await put(client, bob, *many)) == ["words"]
    assert (await put(client, bob, *many[1:])).json()["added"] == 1_000


async def test_it_is_the_site_s_own_list(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers
) -> None:
    await put(client, bob, CASINO)
    (shown,) = await listed(client, bob)
    assert await listed(client, charlie) == []
    answer = await client.delete(f"/v1/words/{shown['id']}", headers=charlie)
    assert kind(answer, 404) == "not-found"
    assert len(await listed(client, bob)) == 1
