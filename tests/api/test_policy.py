"""GET and PUT /v1/policy, GET /v1/policy/versions."""

import asyncio
from typing import Any

import httpx2
import pytest

from service.domain.policy import Policy
from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import fields, kind
from tests.callers import Headers

KEPT = ("version", "by", "at")


async def put(
    client: httpx2.AsyncClient, key: Headers, policy: object, seen: str | None = '"1"'
) -> httpx2.Response:
    headers = key | ({"If-Match": seen} if seen else {})
    return await client.put("/v1/policy", json=policy, headers=headers)


async def read(client: httpx2.AsyncClient, key: Headers) -> dict[str, Any]:
    told: dict[str, Any] = (await client.get("/v1/policy", headers=key)).json()
    return told


async def test_a_site_begins_with_the_documented_defaults(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    answer = await client.get("/v1/policy", headers=bob)
    assert answer.headers["ETag"] == '"1"'
    told = answer.json()
    assert (told["version"], told["by"], told["at"]) == (1, None, None)
    described = (await client.get("/openapi.json")).json()["components"]["schemas"]["SentPolicy"]
    defaults = {name: field["default"] for name, field in described["properties"].items()}
    assert {name: told[name] for name in told if name not in KEPT} == defaults


async def test_what_is_read_can_be_changed_and_put_back(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    policy = {name: value for name, value in (await read(client, bob)).items() if name not in KEPT}
    policy |= {
        "max_links": 0,
        "mode": "post",
        "unscored": "publish",
        "allowed_domains": ["WWW.News.example"],
        "languages": ["en", "de", "en"],
        "thresholds": {"insult": {"hold": 0.4, "reject": 0.9}, "threat": {"hold": 0.1}},
    }
    answer = await put(client, bob, policy)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    told = await read(client, bob)
    assert answer.json() == told
    assert (told["max_links"], told["allowed_domains"]) == (0, ["news.example"])
    assert told["thresholds"]["threat"] == {"hold": 0.1, "reject": None}
    assert (told["by"], told["at"][-1]) == (bob_s_key(bob), "Z")
    kept = await store.policies.current(site.name)
    assert (kept.mode, kept.languages, kept.max_links) == ("post", ("en", "de"), 0)


def bob_s_key(bob: Headers) -> str:
    return bob["Authorization"].split("_")[2]


async def test_what_is_not_given_goes_back_to_the_default(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    await put(client, bob, {"max_links": 0})
    assert (await put(client, bob, {}, '"2"')).json()["max_links"] == Policy().max_links


@pytest.mark.parametrize("seen", [None, "1", '"x"', "*", '"0"', '"1", "2"'])
async def test_who_does_not_say_what_they_have_seen_is_asked_to(
    client: httpx2.AsyncClient, bob: Headers, seen: str | None
) -> None:
    assert kind(await put(client, bob, {}, seen), 428) == "precondition-required"
    assert (await read(client, bob))["version"] == 1


@pytest.mark.parametrize("seen", ['"2"', '"3"', 'W/"999999999"'])
async def test_who_has_seen_another_version_is_told_and_changes_nothing(
    client: httpx2.AsyncClient, bob: Headers, seen: str
) -> None:
    assert kind(await put(client, bob, {"max_links": 0}, seen), 409) == "stale"
    assert (await read(client, bob))["version"] == 1


async def test_of_many_who_change_it_at_once_one_is_right(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    answers = await asyncio.gather(*(put(client, bob, {"max_links": n}) for n in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"max_links": -1}, "max_links"),
        ({"max_length": 0}, "max_length"),
        ({"audit_share": 1.1}, "audit_share"),
        ({"mode": "off"}, "mode"),
        ({"languages": ["EN"]}, "languages.0"),
        ({"allowed_domains": ["https://news.example"]}, "allowed_domains.0"),
        ({"allowed_domains": ["news"]}, "allowed_domains.0"),
        ({"thresholds": {"rudeness": {"hold": 0.5}}}, "thresholds.rudeness.[key]"),
        ({"thresholds": {"insult": {"hold": 2}}}, "thresholds.insult.hold"),
        ({"thresholds": {"insult": {"hold": 0.9, "reject": 0.5}}}, "thresholds.insult"),
        ({"thresholds": {"insult": {}}}, "thresholds.insult.hold"),
        ({"version": 7}, "version"),
        ({"blocked_words": []}, "blocked_words"),
    ],
)
async def test_what_makes_no_sense_is_refused_field_by_field(
    client: httpx2.AsyncClient, bob: Headers, wrong: object, field: str
) -> None:
    assert fields(await put(client, bob, wrong)) == [field]
    assert (await read(client, bob))["version"] == 1


async def test_all_versions_are_kept_and_shown_newest_first(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    for version in range(1, 4):
        await put(client, bob, {"max_links": version}, f'"{version}"')
    path = "/v1/policy/versions"
    first = (await client.get(path, params={"limit": 3}, headers=bob)).json()
    assert [policy["version"] for policy in first["items"]] == [4, 3, 2]
    assert [policy["max_links"] for policy in first["items"]] == [3, 2, 1]
    query = {"limit": 3, "cursor": first["next_cursor"]}
    last = (await client.get(path, params=query, headers=bob)).json()
    assert ([policy["version"] for policy in last["items"]], last["next_cursor"]) == ([1], None)
    assert fields(await client.get(path, params={"cursor": "moon"}, headers=bob)) == ["cursor"]


async def test_another_site_has_a_policy_of_its_own(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers
) -> None:
    await put(client, bob, {"max_links": 0})
    assert (await read(client, charlie))["max_links"] == Policy().max_links
