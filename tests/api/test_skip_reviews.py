"""POST and DELETE /v1/reviews/skips."""

import httpx2

from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import fields
from tests.api.queueing import hold
from tests.callers import Headers

SKIPS, REVIEWS = "/v1/reviews/skips", "/v1/reviews"


async def shown(client: httpx2.AsyncClient, who: Headers, moderator: str) -> list[str]:
    answer = await client.get(REVIEWS, params={"moderator": moderator}, headers=who)
    return [item["id"] for item in answer.json()["items"]]


async def test_an_item_is_skipped_for_one_moderator_and_shown_again_on_demand(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await hold(store, site.name)
    items = [{"id": comment.id, "version": comment.version}, {"id": "never was", "version": 1}]
    answer = await client.post(SKIPS, json={"items": items, "moderator": "alice"}, headers=bob)
    assert answer.json() == {"skipped": [comment.id]}
    assert await shown(client, bob, "alice") == []
    assert await shown(client, bob, "charlie") == [comment.id]
    again = await client.delete(SKIPS, params={"moderator": "alice"}, headers=bob)
    assert again.json() == {"unskipped": 1}
    assert await shown(client, bob, "alice") == [comment.id]


async def test_without_a_name_it_is_skipped_for_the_key(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await hold(store, site.name)
    items = [{"id": comment.id, "version": comment.version}]
    await client.post(SKIPS, json={"items": items}, headers=bob)
    assert (await client.get(REVIEWS, headers=bob)).json()["items"] == []
    claimed = await client.post("/v1/reviews/claims", json={}, headers=bob)
    assert claimed.json()["items"] == []


async def test_what_makes_no_sense_is_refused(client: httpx2.AsyncClient, bob: Headers) -> None:
    none: dict[str, list[object]] = {"items": []}
    assert fields(await client.post(SKIPS, json=none, headers=bob)) == ["items"]
