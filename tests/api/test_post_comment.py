"""POST /v1/comments."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from redis import Redis

from service.domain.pseudonyms import Pseudonyms
from service.domain.sites import Site
from service.settings import Settings
from service.store.redis import Store
from tests.answers import COMMENT, fields
from tests.callers import Headers
from tests.servers import Server

EVERYTHING = {
    "text": "Ça va?\n\nIt does. 🌕",
    "thread": {"id": "moon", "url": "https://courier.example/moon?p=1", "title": "To the moon"},
    "author": {
        "id": "u-17",
        "name": "Dora",
        "email": "Dora@Reader.example",
        "url": "https://dora.example/",
    },
    "parent_id": "018f0000-0000-7000-8000-000000000000",
    "external_id": "wp-4711",
    "ip": "2001:db8::17",
    "user_agent": "Mozilla/5.0",
    "lang": "pt-BR",
    "created_at": "2026-01-31T09:00:00.250+01:00",
}


async def test_it_is_accepted_and_told_where_it_is(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    answer = await client.post("/v1/comments", json=COMMENT, headers=bob)
    assert answer.status_code == 202
    told = answer.json()
    path = f"/v1/comments/{told['id']}"
    assert told == {
        "id": told["id"],
        "status": "pending",
        "version": 1,
        "links": {"self": path, "history": f"{path}/history"},
    }
    assert answer.headers["Location"] == path


async def test_a_page_is_not_told_of_what_it_may_not_see(
    client: httpx2.AsyncClient, page: Headers
) -> None:
    answer = await client.post("/v1/comments", json=COMMENT, headers=page)
    assert answer.status_code == 202
    assert "history" not in answer.json()["links"]


async def test_once_accepted_it_is_in_the_record_to_be_scored(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    told = (await client.post("/v1/comments", json=EVERYTHING, headers=bob)).json()
    comment = await store.comments.get(site.name, told["id"])
    assert comment is not None
    assert comment.text == EVERYTHING["text"]
    assert comment.lang == "pt-BR"
    assert comment.external_id == "wp-4711"
    assert comment.parent_id == EVERYTHING["parent_id"]
    assert comment.created_at == int(datetime(2026, 1, 31, 8, tzinfo=UTC).timestamp() * 1000) + 250
    assert await store.pending.size(site.name) == 1


async def test_a_thread_without_an_id_goes_by_its_url(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    sent = {"text": "Hello.", "thread": {"url": "https://courier.example/moon"}}
    told = (await client.post("/v1/comments", json=sent, headers=bob)).json()
    comment = await store.comments.get(site.name, told["id"])
    assert comment is not None
    assert comment.thread.id == "https://courier.example/moon"


async def test_email_and_address_are_kept_as_hashes_and_the_user_agent_not_at_all(
    client: httpx2.AsyncClient, bob: Headers, settings: Settings, redis_server: Server
) -> None:
    await client.post("/v1/comments", json=EVERYTHING, headers=bob)
    kept = _everything_in(redis_server.redis)
    hashes = Pseudonyms(settings.secret.get_secret_value())
    assert hashes.of_email("courier", "dora@reader.example") in kept
    assert hashes.of_address("courier", "2001:db8::17") in kept
    for secret in ("reader.example", "2001:db8", "Mozilla"):
        assert secret not in kept


async def test_the_address_of_a_page_s_reader_is_the_one_that_calls(
    client: httpx2.AsyncClient, page: Headers, settings: Settings, redis_server: Server
) -> None:
    sent = COMMENT | {"ip": "203.0.113.5"}
    assert (await client.post("/v1/comments", json=sent, headers=page)).status_code == 202
    kept = _everything_in(redis_server.redis)
    hashes = Pseudonyms(settings.secret.get_secret_value())
    assert hashes.of_address("courier", "198.51.100.7") in kept
    assert hashes.of_address("courier", "203.0.113.5") not in kept


async def test_a_page_cannot_say_when_it_was_written(
    client: httpx2.AsyncClient, page: Headers, store: Store, site: Site
) -> None:
    sent = COMMENT | {"created_at": "1999-12-31T00:00:00Z"}
    told = (await client.post("/v1/comments", json=sent, headers=page)).json()
    comment = await store.comments.get(site.name, told["id"])
    assert comment is not None
    assert comment.created_at == comment.received_at


@pytest.mark.parametrize("text", ["x", "x" * 20_000, "🌕" * 10_000, " x ", "\u200d"])
async def test_a_text_may_have_1_to_20_000_code_points(
    client: httpx2.AsyncClient, bob: Headers, text: str
) -> None:
    body = httpx2.Request("POST", "https://x", json=COMMENT | {"text": text}).read()
    headers = bob | {"Content-Type": "application/json"}
    answer = await client.post("/v1/comments", content=body, headers=headers)
    assert answer.status_code == 202


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", " \n\t\u00a0\u2003"),
        ("text", "x" * 21_000),
        ("text", 17),
        ("text", None),
        ("text", ["x"]),
        ("text", "NUL \0 here"),
        ("thread", {}),
        ("thread", "moon"),
        ("thread.id", ""),
        ("thread.id", 17),
        ("thread.id", "x" * 2_001),
        ("thread.url", "javascript:alert(1)"),
        ("thread.url", "https://"),
        ("thread.url", "https://a b.example/"),
        ("thread.url", "https://[::1/"),
        ("thread.url", "//courier.example/moon"),
        ("author", None),
        ("author.name", "x" * 201),
        ("author.name", "  "),
        ("author.name", "Do\0ra"),
        ("author.email", "dora"),
        ("author.email", "dora@@reader.example"),
        ("author.url", "ftp://dora.example"),
        ("author.url", 'https://dora.example/"onclick="'),
        ("author.password", "x"),
        ("parent_id", ""),
        ("external_id", "x" * 201),
        ("ip", "localhost"),
        ("ip", "fe80::1%eth0"),
        ("ip", 2130706433),
        ("user_agent", "x" * 1_001),
        ("lang", "english please"),
        ("created_at", 1_700_000_000),
        ("created_at", "2026-01-31"),
        ("created_at", "2026-01-31T08:00:00"),
        ("created_at", "2026-02-31T08:00:00Z"),
        ("created_at", "1969-12-31T23:59:59Z"),
        ("created_at", f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"),
        ("status", "approved"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_the_name_of_its_field(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site, field: str, value: object
) -> None:
    outer, _, inner = field.partition(".")
    sent = COMMENT | {outer: {"id": "moon", inner: value} if inner else value}
    assert field in fields(await client.post("/v1/comments", json=sent, headers=bob))
    assert await store.pending.size(site.name) == 0


async def test_what_is_missing_is_named(client: httpx2.AsyncClient, bob: Headers) -> None:
    answer = await client.post("/v1/comments", json={}, headers=bob)
    assert fields(answer) == ["text", "thread"]


async def test_nothing_of_what_was_sent_is_sent_back(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    sent = COMMENT | {"text": 17_171_717, "lang": "<script>"}
    answer = await client.post("/v1/comments", json=sent, headers=bob)
    assert "17171717" not in answer.text
    assert "<script>" not in answer.text


def _everything_in(redis: Redis) -> str:
    rows = [redis.hgetall(key) for key in redis.scan_iter("gr:*comment:*")]
    return repr([*rows, *redis.scan_iter("*"), redis.xrange("gr:{courier}:events")])
