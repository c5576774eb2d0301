"""DELETE /v1/words/{id}."""

import httpx2

from service.domain.sites import Site
from service.moderation.words import add_words
from service.store.redis import Store
from tests.answers import kind
from tests.callers import Headers
from tests.words import word


async def test_an_entry_is_taken_off_once(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    await add_words(store, site.name, [word("casino"), word("fool")])
    path = f"/v1/words/{word('casino').id}"
    answer = await client.delete(path, headers=bob)
    assert (answer.status_code, answer.content) == (204, b"")
    assert kind(await client.delete(path, headers=bob), 404) == "not-found"
    assert [w.phrase for w in (await store.words.read(site.name)).words] == ["fool"]
