"""GET /v1/audit?about=…: who changed what the site goes by."""

import csv
import io

import httpx2
import pytest

from service.domain.audit import ActorKind
from service.domain.pseudonyms import Pseudonyms
from service.domain.setting_changes import OPERATOR
from service.domain.sites import KeyKind, Scope, Site
from service.moderation.keys import KeyRequest, issue_key, revoke_key
from service.moderation.moderators import create_moderator, remove_moderator
from service.moderation.short_keys import issue_short_key
from service.moderation.sites import change_site
from service.store.redis import Store
from tests.answers import fields
from tests.callers import Headers

AUDIT = "/v1/audit"


def key_of(headers: Headers) -> str:
    """Name the key that somebody calls with."""
    return headers["Authorization"].split("_")[2]


async def change_much(client: httpx2.AsyncClient, bob: Headers) -> None:
    """Change a setting of each kind by API, and take it back where that can be done."""
    policy = await client.get("/v1/policy", headers=bob)
    seen = bob | {"If-Match": policy.headers["etag"]}
    sent = {k: v for k, v in policy.json().items() if k not in ("version", "by", "at")}
    done = [await client.put("/v1/policy", json=sent | {"max_links": 5}, headers=seen)]
    word = {"words": [{"phrase": "a secret phrase", "action": "hold"}]}
    done.append(await client.post("/v1/words", json=word, headers=bob))
    (entry,) = (await client.get("/v1/words", headers=bob)).json()["items"]
    done.append(await client.delete(f"/v1/words/{entry['id']}", headers=bob))
    banned = await client.post("/v1/bans", json={"author_id": "dora"}, headers=bob)
    (ban,) = banned.json()["items"]
    done.append(await client.delete(f"/v1/bans/{ban['id']}", headers=bob))
    mode = {"mode": "closed"}
    done.append(await client.put("/v1/threads/moon/mode", json=mode, headers=bob))
    hook = {"url": "https://hooks.example/s3cret", "events": ["comment.decided"]}
    made = await client.post("/v1/webhooks", json=hook, headers=bob)
    path = f"/v1/webhooks/{made.json()['id']}"
    done.append(await client.post(f"{path}/rotate", headers=bob))
    done.append(await client.delete(path, headers=bob))
    coral = await client.post("/v1/coral-secrets", json={"secret": "c0ral-" * 4}, headers=bob)
    done.append(await client.delete(f"/v1/coral-secrets/{coral.json()['id']}", headers=bob))
    for answer in (banned, made, coral, *done):
        assert answer.is_success, answer.text


async def test_every_change_says_who_and_from_what_to_what_and_no_secret(
    client: httpx2.AsyncClient, bob: Headers, site: Site
) -> None:
    await change_much(client, bob)
    answer = await client.get(AUDIT, params={"about": "settings"}, headers=bob)
    told = [
        (e["about"], e["action"], e["from"], e["to"])
        for e in reversed(answer.json()["items"])
        if e["actor"] == {"kind": "site", "id": key_of(bob)}
    ]
    assert told == [
        ("policy", "change", "1", "2"),
        ("words", "put", "0", "1"),
        ("words", "remove", "1", "2"),
        ("bans", "ban", None, "for ever"),
        ("bans", "lift", None, None),
        ("threads", "mode", None, "closed"),
        ("webhooks", "create", None, "comment.decided"),
        ("webhooks", "rotate", "1", "2"),
        ("webhooks", "delete", None, None),
        ("keys", "add", None, "what Coral signs with"),
        ("keys", "remove", "what Coral signs with", None),
    ]
    assert not any(word in answer.text for word in ("secret phrase", "s3cret", "c0ral", "dora"))


async def test_what_the_operator_changes_is_there_too(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    scopes = frozenset({Scope.SUBMIT})
    request = KeyRequest(site=site.name, kind=KeyKind.SECRET, scopes=scopes)
    _secret, key = await issue_key(store, request)
    await revoke_key(store, key.id)
    short, short_key = await issue_short_key(store, Pseudonyms("secret"), site.name)
    await create_moderator(store, site.name, "zoe", "a long enough password")
    await remove_moderator(store, site.name, "zoe")
    found = []
    for about in ("keys", "moderators"):
        answer = await client.get(AUDIT, params={"about": about, "limit": 3}, headers=bob)
        assert short not in answer.text
        found += [(e["action"], e["subject"], e["actor"]["kind"]) for e in answer.json()["items"]]
    assert OPERATOR.kind is ActorKind.OPERATOR
    assert found == [
        ("issue", short_key.id, "operator"),
        *[("revoke", key.id, "operator"), ("issue", key.id, "operator")],
        *[("remove", "zoe", "operator"), ("create", "zoe", "operator")],
    ]


async def test_what_a_site_is_changed_to_is_there_and_what_stays_is_not(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    origins = ["https://courier.example", "https://new.example"]
    await change_site(store, site.name, title=site.title, origins=origins, proof_of_work=True)
    answer = await client.get(AUDIT, params={"about": "site"}, headers=bob)
    assert [(e["subject"], e["from"], e["to"]) for e in answer.json()["items"]] == [
        ("proof_of_work", "False", "True"),
        ("origins", "https://courier.example", " ".join(origins)),
    ]


async def test_it_is_read_page_by_page_and_exported(
    client: httpx2.AsyncClient, bob: Headers, site: Site
) -> None:
    await change_much(client, bob)
    query: dict[str, str | int] = {"about": "settings", "actor": key_of(bob), "limit": 4}
    ids: list[str] = []
    cursor: str | None = None
    while True:
        page = query | ({"cursor": cursor} if cursor else {})
        told = (await client.get(AUDIT, params=page, headers=bob)).json()
        ids += [entry["id"] for entry in told["items"]]
        cursor = told["next_cursor"]
        if cursor is None:
            break
    assert len(set(ids)) == len(ids) == 11
    asked = {"about": "words", "format": "csv"}
    answer = await client.get(f"{AUDIT}/export", params=asked, headers=bob)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["about"], row["action"], row["to"]) for row in rows] == [
        ("words", "remove", "2"),
        ("words", "put", "1"),
    ]


@pytest.mark.parametrize("name", ["comment", "from", "to"])
async def test_filters_about_comments_do_not_go_with_it(
    client: httpx2.AsyncClient, bob: Headers, site: Site, name: str
) -> None:
    value = "0190c8a0-0000-7000-8000-000000000000" if name == "comment" else "held"
    asked = {"about": "settings", name: value}
    answer = await client.get(AUDIT, params=asked, headers=bob)
    assert answer.status_code == 422
    assert fields(answer) == [name]


async def test_the_log_of_comments_has_none_of_it(
    client: httpx2.AsyncClient, bob: Headers, site: Site
) -> None:
    await change_much(client, bob)
    assert (await client.get(AUDIT, headers=bob)).json()["items"] == []


async def test_what_is_no_cursor_is_said_to_be_none(
    client: httpx2.AsyncClient, bob: Headers, site: Site
) -> None:
    asked = {"about": "settings", "cursor": "nothing"}
    answer = await client.get(AUDIT, params=asked, headers=bob)
    assert answer.status_code == 422
    assert fields(answer) == ["cursor"]
