"""POST /v1/comments with Prefer: wait."""

import time

import httpx2
import pytest

from service.api.preferences import read_wait
from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import COMMENT
from tests.callers import Headers
from tests.serving import scoring

WAIT = {"Prefer": "wait=5"}


async def test_the_answer_is_the_decided_comment(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    async with scoring(store, site.name):
        answer = await client.post("/v1/comments", json=COMMENT, headers=bob | WAIT)
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=5"
    told = answer.json()
    record = (await client.get(answer.headers["Location"], headers=bob)).json()
    assert told == record | {"links": told["links"]}
    assert told["status"] == "approved"
    assert told["scores"] == {"toxicity": 0.0, "spam": 0.0}


async def test_a_page_is_told_the_status_but_not_the_scores(
    client: httpx2.AsyncClient, page: Headers, store: Store, site: Site
) -> None:
    async with scoring(store, site.name):
        sent = COMMENT | {"text": "casino"}
        answer = await client.post("/v1/comments", json=sent, headers=page | WAIT)
    assert answer.status_code == 200
    assert answer.json()["status"] == "spam"
    assert sorted(answer.json()) == ["id", "links", "status", "version"]


async def test_what_is_not_decided_in_time_is_accepted_all_the_same(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    began = time.monotonic()
    answer = await client.post("/v1/comments", json=COMMENT, headers=bob | {"Prefer": "wait=1"})
    assert 0.9 < time.monotonic() - began < 3
    assert answer.status_code == 202
    assert answer.json()["status"] == "pending"
    assert "Preference-Applied" not in answer.headers


async def test_a_repetition_may_wait_too(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    headers = bob | {"Idempotency-Key": "k"}
    await client.post("/v1/comments", json=COMMENT, headers=headers)
    async with scoring(store, site.name):
        answer = await client.post("/v1/comments", json=COMMENT, headers=headers | WAIT)
    assert answer.status_code == 200
    assert answer.json()["status"] == "approved"


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        ("wait=2", 2),
        ("WAIT = 3", 3),
        ('respond-async, wait="4"; foo', 4),
        ("wait=10", 10),
        ("wait=3600", 10),
        ("wait=0", 0),
        ("wait=-1", 0),
        ("wait=soon", 0),
        ("wait=2.5", 0),
        ("await=2", 0),
        ("return=minimal", 0),
        ("", 0),
    ],
)
def test_it_waits_at_most_ten_seconds_and_passes_over_what_it_cannot_read(
    prefer: str, seconds: int
) -> None:
    assert read_wait(prefer) == seconds
