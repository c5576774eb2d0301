"""Which keys are good, and from where."""

import asyncio

import httpx2
import pytest

from service.domain.sites import ALL_SITES, KeyKind, Scope, Site
from service.moderation.keys import KeyRequest, issue_key, revoke_key
from service.moderation.remembering import REMEMBERED_S
from service.moderation.sites import close_site
from service.store.redis import Store
from tests import callers
from tests.answers import COMMENT, kind, problem
from tests.callers import Headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic Z3I6eA=="},
        {"Authorization": "Bearer gr_sec_000000000000_x"},
        {"Authorization": "Bearer gr_sec__"},
        {"Authorization": "Bearer gr_\xff_\xff_\xff"},
    ],
)
async def test_a_wrong_key_is_no_key(
    client: httpx2.AsyncClient, site: Site, headers: Headers
) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    problem(await client.get("/v1/reviews", headers=raw), 401)


async def test_a_key_with_another_secret_or_kind_is_no_key(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    good = bob["Authorization"]
    for wrong in (good[:-1] + ("a" if good[-1] != "a" else "b"), good.replace("sec", "pub")):
        answer = await client.get("/v1/reviews", headers={"Authorization": wrong})
        assert kind(answer, 401) == "unauthenticated"


async def test_an_expired_key_is_no_key(
    client: httpx2.AsyncClient, store: Store, site: Site
) -> None:
    expired = await callers.server(store, site.name, life_s=0)
    assert kind(await client.get("/v1/reviews", headers=expired), 401) == "unauthenticated"


async def test_a_revoked_key_is_none_after_a_second_at_most(
    client: httpx2.AsyncClient, store: Store, site: Site
) -> None:
    key, kept = await issue_key(store, KeyRequest(site=site.name, scopes=frozenset(Scope)))
    headers = callers.bearer(key)
    assert (await client.get("/v1/reviews", headers=headers)).status_code == 200
    await revoke_key(store, kept.id)
    await asyncio.sleep(REMEMBERED_S + 0.1)
    assert kind(await client.get("/v1/reviews", headers=headers), 401) == "unauthenticated"


async def test_the_keys_of_a_closed_site_open_nothing(
    client: httpx2.AsyncClient, store: Store, bob: Headers, page: Headers, site: Site
) -> None:
    await close_site(store, site.name)
    problem(await client.post("/v1/comments", json=COMMENT, headers=bob), 401)
    problem(await client.post("/v1/comments", json=COMMENT, headers=page), 401)


async def test_a_key_for_all_sites_is_for_none_of_them(
    client: httpx2.AsyncClient, store: Store, site: Site
) -> None:
    everywhere = await callers.server(store, ALL_SITES, Scope.ADMIN)
    assert kind(await client.get("/v1/reviews", headers=everywhere), 403) == "forbidden"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://courier.example"},
        {"Referer": "https://courier.example/moon?p=1"},
        {"Origin": "https://COURIER.example"},
    ],
)
async def test_a_publishable_key_is_good_on_its_site_s_pages(
    client: httpx2.AsyncClient, store: Store, site: Site, headers: Headers
) -> None:
    answer = await client.post(
        "/v1/comments", json=COMMENT, headers=await _key(store, site) | headers
    )
    assert answer.status_code == 202


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://courier.example"},
        {"Origin": "https://courier.example:8443"},
        {"Origin": "https://courier.example.evil.example"},
        {"Origin": "https://evil.example", "Referer": "https://courier.example/"},
        {"Referer": "https://evil.example/?https://courier.example"},
        {"Referer": "https://courier.example@evil.example/"},
        {"Referer": "https://[courier.example/"},
        {"Origin": "https://gazette.example"},
    ],
)
async def test_a_publishable_key_is_good_nowhere_else(
    client: httpx2.AsyncClient, store: Store, site: Site, charlie: Headers, headers: Headers
) -> None:
    headers = await _key(store, site) | headers
    assert (
        kind(await client.post("/v1/comments", json=COMMENT, headers=headers), 403) == "forbidden"
    )


async def _key(store: Store, site: Site) -> Headers:
    key, _ = await issue_key(store, KeyRequest(site=site.name, kind=KeyKind.PUBLISHABLE))
    return callers.bearer(key)
