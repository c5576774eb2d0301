"""DELETE /v1/comments/{id}."""

import httpx2

from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import kind
from tests.callers import Headers
from tests.drafts import accept


async def test_it_is_erased_and_may_be_erased_again(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name)
    for _ in range(2):
        answer = await client.delete(f"/v1/comments/{comment.id}", headers=bob)
        assert (answer.status_code, answer.content) == (204, b"")
    assert await store.comments.get(site.name, comment.id) is None


async def test_its_history_stays(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name)
    await client.delete(f"/v1/comments/{comment.id}", headers=bob)
    told = (await client.get(f"/v1/comments/{comment.id}/history", headers=bob)).json()
    assert [entry["action"] for entry in told["items"]] == ["accept", "erase"]


async def test_what_never_was_is_not_found(client: httpx2.AsyncClient, bob: Headers) -> None:
    assert kind(await client.delete("/v1/comments/nothing", headers=bob), 404) == "not-found"


async def test_one_of_another_site_is_not_found_and_stays(
    client: httpx2.AsyncClient, charlie: Headers, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name)
    answer = await client.delete(f"/v1/comments/{comment.id}", headers=charlie)
    assert kind(answer, 404) == "not-found"
    assert await store.comments.get(site.name, comment.id) is not None
