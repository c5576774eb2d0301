"""POST, GET and DELETE /v1/bans."""

from typing import Any

import httpx2
import pytest

from service.domain.comments import Author
from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import fields, kind
from tests.callers import Headers
from tests.drafts import accept, draft

EVE, HOME, LATER = "eve@evil.example", "203.0.113.9", "2999-01-01T00:00:00Z"


async def ban(client: httpx2.AsyncClient, key: Headers, **whom: str) -> httpx2.Response:
    return await client.post("/v1/bans", json=whom, headers=key)


async def listed(client: httpx2.AsyncClient, key: Headers) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await client.get("/v1/bans", headers=key)).json()["items"]
    return items


@pytest.mark.parametrize(
    ("whom", "kind_", "author_id"),
    [
        ({"author_id": "eve"}, "author", "eve"),
        ({"email": EVE}, "email", None),
        ({"ip": HOME}, "address", None),
        ({"ip": "2001:db8::1"}, "address", None),
    ],
)
async def test_a_ban_is_shown_without_e_mail_and_address(
    client: httpx2.AsyncClient,
    bob: Headers,
    whom: dict[str, str],
    kind_: str,
    author_id: str | None,
) -> None:
    answer = await ban(client, bob, **whom, reason="Sells shoes", until=LATER)
    assert answer.status_code == 200
    (made,) = answer.json()["items"]
    assert (made["kind"], made["author_id"]) == (kind_, author_id)
    assert (made["reason"], made["until"]) == ("Sells shoes", "2999-01-01T00:00:00.000Z")
    assert await listed(client, bob) == [made]
    assert (EVE in answer.text, HOME in answer.text) == (False, False)


async def test_the_author_of_a_comment_is_banned_by_all_that_is_known_of_them(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    sent = draft("Hello.", author=Author(id="eve"), email_hash="e1", address_hash="a1")
    comment = await accept(store, site.name, sent)
    made = (await ban(client, bob, comment_id=comment.id)).json()["items"]
    assert [one["kind"] for one in made] == ["author", "email", "address"]
    assert all(one["until"] is None for one in made)


async def test_a_ban_is_lifted_once(client: httpx2.AsyncClient, bob: Headers) -> None:
    (made,) = (await ban(client, bob, author_id="eve")).json()["items"]
    path = f"/v1/bans/{made['id']}"
    assert (await client.delete(path, headers=bob)).status_code == 204
    assert await listed(client, bob) == []
    assert kind(await client.delete(path, headers=bob), 404) == "not-found"


async def test_a_ban_again_takes_the_place_of_the_first(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    await ban(client, bob, email=EVE)
    await ban(client, bob, email=EVE.upper(), reason="Again")
    assert [one["reason"] for one in await listed(client, bob)] == ["Again"]


@pytest.mark.parametrize(
    ("whom", "field"),
    [
        ({}, "body"),
        ({"author_id": "eve", "email": EVE}, "body"),
        ({"email": "eve"}, "email"),
        ({"ip": "home"}, "ip"),
        ({"author_id": "eve", "until": "2001-01-01T00:00:00Z"}, "until"),
        ({"author_id": "eve", "until": "tomorrow"}, "until"),
        ({"name": "Eve"}, "name"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_nobody_is_banned(
    client: httpx2.AsyncClient, bob: Headers, whom: dict[str, str], field: str
) -> None:
    assert field in fields(await ban(client, bob, **whom))
    assert await listed(client, bob) == []


async def test_bans_and_comments_of_another_site_are_not_there(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name)
    assert kind(await ban(client, charlie, comment_id=comment.id), 404) == "not-found"
    (made,) = (await ban(client, bob, author_id="eve")).json()["items"]
    assert kind(await client.delete(f"/v1/bans/{made['id']}", headers=charlie), 404) == "not-found"
    assert await listed(client, charlie) == []
