"""No key opens anything of another site: every call there is, with the ids of somebody else.

The calls are those that `tests.api.test_who_may_call` declares, which are those of the OpenAPI
document: a new one cannot be forgotten here, and one with a new kind of id has to say whose it is.
"""

import re
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from service.api import events
from service.domain.sites import Site
from service.moderation.sites import create_site
from service.store.redis import Store
from tests import callers
from tests.api.test_who_may_call import CALLS
from tests.callers import Headers
from tests.scorers import WordScorer
from tests.servers import Server

MARKER = "zyzzyva"
COMMENT = {
    "text": f"{MARKER} was here.",
    "thread": {"id": "moon", "title": MARKER},
    "author": {"id": "eve", "name": MARKER, "email": f"{MARKER}@x.example"},
    "external_id": "x-1",
}
Ids = dict[str, str]


@pytest.fixture(autouse=True)
def streams_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LIFE_S", 0.05)


@pytest.fixture
async def courier(client: httpx2.AsyncClient, store: Store, site: Site) -> Headers:
    """The server of the site that has something."""
    return await callers.server(store, site.name)


@pytest.fixture
async def gazette(store: Store) -> Headers:
    """The server of the site that has nothing, and may do everything there."""
    await create_site(store, "gazette", "The Gazette", ["https://gazette.example"])
    return await callers.server(store, "gazette")


@pytest.fixture
async def ids(client: httpx2.AsyncClient, courier: Headers) -> Ids:
    """One of everything, by the name that paths have for it."""

    async def post(path: str, **body: object) -> dict[str, Any]:
        answer = await client.post(path, json=body, headers=courier)
        assert answer.status_code < 300, answer.text
        return dict(answer.json())

    comment = await post("/v1/comments", **COMMENT)
    other = await post("/v1/comments", **COMMENT | {"external_id": "x-2"})
    seen = [{"id": other["id"], "version": 1}]
    decision = await post("/v1/decisions", action="approve", reason=MARKER, items=seen)
    await post(f"/v1/comments/{comment['id']}/reports", reason="spam", note=MARKER)
    await post("/v1/words", words=[{"phrase": MARKER}])
    await post("/v1/bans", author_id="eve", reason=MARKER)
    await post("/v1/coral-secrets", secret=f"empk_{MARKER}_of_the_courier")
    await post("/v1/webhooks", url=f"https://{MARKER}.example/")

    async def first(path: str) -> str:
        items = (await client.get(path, headers=courier)).json()["items"]
        return str(items[0]["id"])

    return {
        "comment_id": comment["id"],
        "decision_id": decision["id"],
        "thread_id": "moon",
        "word_id": await first("/v1/words"),
        "ban_id": await first("/v1/bans"),
        "webhook_id": await first("/v1/webhooks"),
        "secret_id": await first("/v1/coral-secrets"),
        "rescoring_id": (await post("/v1/rescorings", apply="none"))["id"],
        "model_id": WordScorer.model_id,
    }


def everything_of(server: Server, site: str) -> dict[str, object]:
    """Read all that the record has of a site."""
    redis = server.redis
    readers: dict[str, Callable[[str], object]] = {
        "string": redis.get,
        "hash": redis.hgetall,
        "set": redis.smembers,
        "list": lambda key: redis.lrange(key, 0, -1),
        "zset": lambda key: redis.zrange(key, 0, -1, withscores=True),
        "stream": redis.xrange,
    }
    return {key: readers[str(redis.type(key))](key) for key in redis.scan_iter(f"gr:{{{site}}}:*")}


def aimed(body: object, comment_id: str) -> object:
    """Put the id of somebody else's comment wherever a body names one."""
    match body:
        case dict():
            return {k: comment_id if k == "id" else aimed(v, comment_id) for k, v in body.items()}
        case list():
            return [aimed(inner, comment_id) for inner in body]
        case _:
            return body


async def test_the_things_of_another_site_are_neither_shown_nor_changed(
    client: httpx2.AsyncClient,
    redis_server: Server,
    gazette: Headers,
    ids: Ids,
    subtests: pytest.Subtests,
) -> None:
    before = everything_of(redis_server, "courier")
    for (method, path), (_scope, _page, body) in CALLS.items():
        with subtests.test(method=method, path=path):
            names = re.findall(r"\{(\w+)(?::\w+)?\}", path)
            assert set(names) <= ids.keys(), "say what this stands for, above"
            answer = await client.request(
                method,
                re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: ids[found[1]], path),
                json=aimed(body, ids["comment_id"]),
                headers=gazette,
            )
            assert answer.status_code < 500
            assert MARKER not in answer.text
            assert everything_of(redis_server, "courier") == before


async def test_its_own_site_is_shown_all_of_it(
    client: httpx2.AsyncClient, courier: Headers, ids: Ids
) -> None:
    comment = f"/v1/comments/{ids['comment_id']}"
    for path in (comment, "/v1/words", "/v1/bans", "/v1/webhooks", "/v1/audit"):
        assert MARKER in (await client.get(path, headers=courier)).text
