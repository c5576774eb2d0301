"""Who may call: the key by either name, or before the host's name; and what a bad one is told."""

import asyncio

import httpx2
import pytest

from service.domain.pseudonyms import Pseudonyms
from service.domain.sites import ALL_SITES, Scope, Site
from service.moderation.keys import revoke_key
from service.moderation.remembering import REMEMBERED_S
from service.moderation.short_keys import issue_short_key
from service.moderation.sites import close_site
from service.settings import ApiSettings, Settings
from service.store.redis import Store
from tests import callers
from tests.doors.akismet.calls import SAID, call
from tests.serving import serving


def is_invalid(answer: httpx2.Response) -> bool:
    """Tell whether an answer says so in the protocol's way."""
    assert (answer.status_code, answer.text) == (200, "invalid")
    assert answer.headers["X-akismet-debug-help"]
    assert "WWW-Authenticate" not in answer.headers
    return True


@pytest.mark.parametrize("name", ["api_key", "key"])
async def test_the_key_is_read_by_either_name(
    client: httpx2.AsyncClient, key: str, name: str
) -> None:
    assert (await call(client, "verify-key", **{name: key})).text == "valid"
    assert (await call(client, "verify-key", **{name: key.upper()})).text == "valid"


@pytest.mark.parametrize("host", ["{key}.comments.example", "{KEY}.comments.example:8000"])
async def test_the_key_is_read_before_the_host_s_name_in_whatever_case(
    client: httpx2.AsyncClient, key: str, host: str
) -> None:
    headers = {"Host": host.format(key=key, KEY=key.upper())}
    answer = await client.post("/1.1/comment-check", data=SAID, headers=headers)
    assert answer.text == "false"


async def test_a_short_key_is_as_wordpress_wants_it(key: str) -> None:
    assert len(key) == 12
    assert set(key) <= set("0123456789abcdef")


@pytest.mark.parametrize("what", ["verify-key", "comment-check", "submit-spam", "submit-ham"])
@pytest.mark.parametrize("wrong", ["", "0" * 12, "gr_sec_000000000000_x", "<script>", "x" * 999])
async def test_a_wrong_key_is_invalid(
    client: httpx2.AsyncClient, site: Site, what: str, wrong: str
) -> None:
    assert is_invalid(await call(client, what, api_key=wrong))


@pytest.mark.parametrize("path", ["usage-limit", "key-sites"])
async def test_figures_are_told_to_nobody_without_a_key(
    client: httpx2.AsyncClient, site: Site, path: str
) -> None:
    assert is_invalid(await client.get(f"/1.2/{path}"))


async def test_a_call_that_names_no_blog_is_invalid(client: httpx2.AsyncClient, key: str) -> None:
    assert is_invalid(await call(client, "verify-key", key=key, blog=" "))


async def test_keys_of_pages_of_all_sites_and_of_other_scopes_are_invalid(
    client: httpx2.AsyncClient, store: Store, site: Site
) -> None:
    for headers in (
        await callers.page(store, site.name),
        await callers.server(store, ALL_SITES, Scope.ADMIN),
        await callers.server(store, site.name, Scope.READ),
    ):
        presented = headers["Authorization"].removeprefix("Bearer ")
        assert is_invalid(await call(client, "verify-key", api_key=presented))


async def test_a_short_key_opens_no_other_door(
    client: httpx2.AsyncClient, store: Store, key: str, site: Site
) -> None:
    (kept,) = await store.api_keys.of_site(site.name)
    for presented in (key, f"gr_short_{kept.id}_{key}", f"gr_sec_{kept.id}_{key}"):
        answer = await client.get("/v1/reviews", headers=callers.bearer(presented))
        assert answer.status_code == 401


async def test_a_revoked_key_and_that_of_a_closed_site_are_invalid(
    client: httpx2.AsyncClient, store: Store, key: str, site: Site
) -> None:
    (kept,) = await store.api_keys.of_site(site.name)
    await revoke_key(store, kept.id)
    await asyncio.sleep(REMEMBERED_S + 0.1)
    assert is_invalid(await call(client, "verify-key", api_key=key))


async def test_the_keys_of_a_closed_site_are_invalid(
    client: httpx2.AsyncClient, store: Store, key: str, site: Site
) -> None:
    await close_site(store, site.name)
    assert is_invalid(await call(client, "verify-key", api_key=key))


async def test_the_record_does_not_tell_a_short_key_to_who_tries_all(
    store: Store, key: str, site: Site
) -> None:
    other = Pseudonyms("the secret of another installation")
    (kept,) = await store.api_keys.of_site(site.name)
    assert other.of_short_key(key) != kept.id + kept.digest
    assert (await issue_short_key(store, other, site.name))[0] != key


async def test_who_calls_too_often_is_told_when_to_come_back(
    settings: Settings, store: Store, key: str
) -> None:
    few = settings.model_copy(update={"api": ApiSettings(door_calls_per_minute=2)})
    async with serving(few) as client:
        answers = [await call(client, "verify-key", api_key=key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) >= 1


async def test_wordpress_is_told_what_the_key_is_worth(
    client: httpx2.AsyncClient, key: str
) -> None:
    answer = await call(client, "get-subscription", key=key)
    assert answer.json()["status"] == "active"
    assert is_invalid(await call(client, "get-subscription", key="0" * 12))


@pytest.mark.parametrize("what", ["token", "verify-wpcom-key"])
async def test_there_are_no_tokens_and_no_accounts(
    client: httpx2.AsyncClient, key: str, what: str
) -> None:
    assert is_invalid(await call(client, what, api_key=key))


async def test_wordpress_s_page_of_settings_finds_us_there_and_nothing_to_recommend(
    client: httpx2.AsyncClient,
) -> None:
    assert (await client.get("/1.1/test")).text == "connected"
    assert (await client.get("/1.2/compatible-plugins")).json() == []
