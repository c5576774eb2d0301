"""/v1/webhooks."""

import httpx2
import pytest

from service.domain.sites import Site
from service.domain.webhooks import Letter
from service.moderation import webhooks
from service.store.redis import Store
from tests.answers import fields, kind
from tests.callers import Headers

URL = "https://hook.example/in"


async def create(client: httpx2.AsyncClient, headers: Headers, url: str = URL) -> httpx2.Response:
    return await client.post("/v1/webhooks", json={"url": url}, headers=headers)


async def test_its_secret_is_shown_once(client: httpx2.AsyncClient, bob: Headers) -> None:
    answer = await create(client, bob)
    assert answer.status_code == 201
    created = answer.json()
    assert created.pop("secret").startswith("whsec_")
    assert created["events"] == ["comment.decided"]
    assert (await client.get("/v1/webhooks", headers=bob)).json()["items"] == [created]


async def test_a_new_secret_is_another(client: httpx2.AsyncClient, bob: Headers) -> None:
    created = (await create(client, bob)).json()
    rotated = await client.post(f"/v1/webhooks/{created['id']}/rotate", headers=bob)
    assert rotated.json()["secret"] != created["secret"]
    assert rotated.json()["rotated_at"]


async def test_a_deleted_one_is_gone(client: httpx2.AsyncClient, bob: Headers) -> None:
    path = f"/v1/webhooks/{(await create(client, bob)).json()['id']}"
    assert (await client.delete(path, headers=bob)).status_code == 204
    assert (await client.get("/v1/webhooks", headers=bob)).json()["items"] == []
    assert kind(await client.delete(path, headers=bob), 404) == "not-found"


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example/",
        "https://hook.example:6379/",
        "https://user:word@hook.example/",  # pragma: allowlist secret
        "ftp://hook.example/",
        "hook.example",
    ],
)
async def test_an_address_that_could_never_be_posted_to_is_refused(
    client: httpx2.AsyncClient, bob: Headers, url: str
) -> None:
    assert fields(await create(client, bob, url)) == ["url"]


async def test_a_site_may_have_so_many(
    client: httpx2.AsyncClient, bob: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "AT_MOST", 1)
    await create(client, bob)
    assert kind(await create(client, bob), 409) == "conflict"


async def test_another_site_s_are_not_found(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers
) -> None:
    path = f"/v1/webhooks/{(await create(client, bob)).json()['id']}"
    assert (await client.get("/v1/webhooks", headers=charlie)).json()["items"] == []
    assert kind(await client.delete(path, headers=charlie), 404) == "not-found"
    for action in ("rotate", "enable"):
        answer = await client.post(f"{path}/{action}", headers=charlie)
        assert kind(answer, 404) == "not-found"
    answer = await client.post(f"{path}/replays", json={}, headers=charlie)
    assert kind(answer, 404) == "not-found"


async def test_dead_letters_are_shown_and_replayed(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    created = (await create(client, bob)).json()
    for version in (2, 3):
        letter = Letter(
            webhook=created["id"], comment="c", version=version, event="comment.decided", at=1000
        )
        await store.outbox.bury(site.name, letter)
    path = f"/v1/webhooks/{created['id']}"
    told = (await client.get(f"{path}/dead-letters", headers=bob)).json()
    assert {item["id"] for item in told["items"]} == {"msg_c_2", "msg_c_3"}
    assert told["items"][0]["at"] == "1970-01-01T00:00:01.000Z"
    one = await client.post(f"{path}/replays", json={"ids": ["msg_c_2"]}, headers=bob)
    assert (one.status_code, one.json()) == (202, {"replayed": 1})
    rest = await client.post(f"{path}/replays", json={}, headers=bob)
    assert rest.json() == {"replayed": 1}
    assert await store.outbox.size(site.name) == 2
    assert (await client.get(f"{path}/dead-letters", headers=bob)).json()["items"] == []
