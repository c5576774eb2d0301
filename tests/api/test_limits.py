"""How often an address may post."""

import httpx2
import pytest

from service.domain.sites import Site
from service.settings import ApiSettings, Settings
from service.store.redis import Store
from tests import callers
from tests.answers import COMMENT, kind
from tests.callers import Headers
from tests.serving import serving


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"api": ApiSettings(posts_per_minute=2)})


async def test_a_page_s_reader_who_posts_too_often_is_told_when_to_come_back(
    client: httpx2.AsyncClient, page: Headers, store: Store, site: Site
) -> None:
    answers = [await client.post("/v1/comments", json=COMMENT, headers=page) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert kind(answers[2], 429) == "too-many"
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert await store.pending.size(site.name) == 2


async def test_each_address_is_counted_by_itself(
    settings: Settings, store: Store, site: Site
) -> None:
    page = await callers.page(store, site.name)
    for address in ("198.51.100.7", "198.51.100.8", "2001:db8::1"):
        async with serving(settings, address) as client:
            answers = [await client.post("/v1/comments", json=COMMENT, headers=page) for _ in "12"]
            assert [answer.status_code for answer in answers] == [202, 202]


async def test_a_server_is_not_counted(client: httpx2.AsyncClient, bob: Headers) -> None:
    answers = [await client.post("/v1/comments", json=COMMENT, headers=bob) for _ in range(4)]
    assert {answer.status_code for answer in answers} == {202}


async def test_an_author_who_posts_too_often_is_told_so_whatever_the_address(
    settings: Settings, page: Headers
) -> None:
    api = ApiSettings(author_posts_per_minute=1)
    settings = settings.model_copy(update={"api": api})
    spoken = COMMENT | {"author": {"email": "eve@x.example"}}
    for address, status in (("198.51.100.7", 202), ("203.0.113.9", 429)):
        async with serving(settings, address) as client:
            answer = await client.post("/v1/comments", json=spoken, headers=page)
            assert answer.status_code == status


async def test_a_key_may_have_a_limit_of_its_own(settings: Settings, bob: Headers) -> None:
    settings = settings.model_copy(update={"api": ApiSettings(key_posts_per_minute=2)})
    async with serving(settings) as client:
        rows = {"comments": [COMMENT, COMMENT]}
        assert (await client.post("/v1/comments/batch", json=rows, headers=bob)).status_code == 202
        answer = await client.post("/v1/comments", json=COMMENT, headers=bob)
    assert kind(answer, 429) == "too-many"
