"""DELETE /v1/reviews/claims."""

import httpx2

from service.domain.sites import Site
from service.store.redis import Store
from tests.api.queueing import hold
from tests.callers import Headers

CLAIMS = "/v1/reviews/claims"


async def test_all_that_somebody_has_is_given_back_and_nobody_else_s(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    for _ in range(5):
        await hold(store, site.name)
    for who, count in (("alice", 3), ("dora", 2)):
        await client.post(CLAIMS, json={"moderator": who, "count": count}, headers=bob)
    for released in (3, 0):
        answer = await client.delete(CLAIMS, params={"moderator": "alice"}, headers=bob)
        assert (answer.status_code, answer.json()) == (200, {"released": released})
    free = (await client.get("/v1/reviews", params={"claimed": "false"}, headers=bob)).json()
    assert len(free["items"]) == 3


async def test_without_a_name_it_is_what_the_key_has(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    await hold(store, site.name)
    await client.post(CLAIMS, json={}, headers=bob)
    assert (await client.delete(CLAIMS, headers=bob)).json() == {"released": 1}


async def test_another_site_gives_nothing_back(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers, store: Store, site: Site
) -> None:
    await hold(store, site.name)
    await client.post(CLAIMS, json={"moderator": "alice"}, headers=bob)
    answer = await client.delete(CLAIMS, params={"moderator": "alice"}, headers=charlie)
    assert answer.json() == {"released": 0}
