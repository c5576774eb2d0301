"""POST /v1/reviews/claims."""

import httpx2
import pytest

from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import fields
from tests.api.queueing import hold
from tests.callers import Headers

CLAIMS = "/v1/reviews/claims"


async def claim(client: httpx2.AsyncClient, who: Headers, **sent: object) -> list[str]:
    answer = await client.post(CLAIMS, json=sent, headers=who)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_items_are_leased_to_who_is_named_and_to_nobody_else(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await hold(store, site.name)
    answer = await client.post(CLAIMS, json={"moderator": "alice"}, headers=bob)
    (item,) = answer.json()["items"]
    assert (item["id"], item["claim"]["moderator"]) == (comment.id, "alice")
    assert item["claim"]["until"].endswith("Z")
    assert item["allowed_actions"] == ["approve", "reject", "spam"]
    assert await claim(client, bob, moderator="charlie") == []
    (shown,) = (await client.get("/v1/reviews", headers=bob)).json()["items"]
    assert shown == item


async def test_without_a_name_the_key_has_them(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await hold(store, site.name)
    assert await claim(client, bob) == [comment.id]
    assert await claim(client, bob) == []


async def test_as_many_as_asked_for_and_ten_by_default(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    for _ in range(14):
        await hold(store, site.name)
    assert len(await claim(client, bob, count=2)) == 2
    assert len(await claim(client, bob)) == 10
    assert len(await claim(client, bob, count=50)) == 2


async def test_filters_and_order_say_which(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    first, second, third = [(await hold(store, site.name, t)).id for t in ("one", "two", "three")]
    assert await claim(client, bob, q="two") == [second]
    assert await claim(client, bob, order="newest", count=1) == [third]
    assert await claim(client, bob, reason="score", order="oldest") == [first]


async def test_another_site_s_items_are_not_handed_out(
    client: httpx2.AsyncClient, charlie: Headers, store: Store, site: Site
) -> None:
    await hold(store, site.name)
    assert await claim(client, charlie) == []


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"count": 0}, "count"),
        ({"count": 51}, "count"),
        ({"order": "random"}, "order"),
        ({"moderator": ""}, "moderator"),
        ({"limit": 5}, "limit"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, bob: Headers, sent: dict[str, object], wrong: str
) -> None:
    assert fields(await client.post(CLAIMS, json=sent, headers=bob)) == [wrong]
