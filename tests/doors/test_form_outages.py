"""The plain form while Redis is away."""

import asyncio

import httpx2

from service.domain.sites import Site
from service.doors.form_tokens import FormTokens
from service.settings import RedisSettings, Settings
from service.store.redis import Store
from tests.doors.test_post_form import FORM, FROM_PAGE, TYPED, typed_in
from tests.servers import Server
from tests.serving import scoring, serving


async def test_nothing_typed_is_lost_and_it_can_be_sent_when_redis_is_back(
    client: httpx2.AsyncClient, server: Server, store: Store, site: Site
) -> None:
    server.kill()
    answer = await client.post(FORM, data=TYPED, headers=FROM_PAGE)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    again = typed_in(answer.text)
    assert {name: again[name] for name in TYPED} == TYPED
    server.start()
    async with scoring(store, site.name):
        assert (await client.post(FORM, data=again, headers=FROM_PAGE)).status_code == 303


async def test_a_comment_that_may_have_arrived_is_not_posted_twice(
    settings: Settings, server: Server, store: Store, site: Site
) -> None:
    typed = TYPED | {"form_token": FormTokens(settings.secret.get_secret_value()).issue("courier")}
    impatient = RedisSettings(url=server.url, timeout_s=0.4)
    async with serving(settings.model_copy(update={"redis": impatient})) as client:
        await client.post(FORM, data={"comment": ""}, headers=FROM_PAGE)  # the site is known
        server.freeze()
        answer = await client.post(FORM, data=typed, headers=FROM_PAGE)
        server.thaw()
        await asyncio.sleep(0.1)
        assert answer.status_code == 503
        # It depends on whether a connection was open that nobody had found dead yet.
        told = ("will not be posted twice", "cannot be taken just now")
        assert any(words in answer.text for words in told)
        async with scoring(store, site.name):
            again = await client.post(FORM, data=typed_in(answer.text), headers=FROM_PAGE)
        assert again.status_code == 303
    counts = await store.listings.count_statuses(site.name)
    assert sum(counts.values()) == 1
