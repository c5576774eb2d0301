"""GET /v1/comments/{id}."""

import re

import httpx2

from service.domain.sites import Site
from service.domain.statuses import Status
from service.store.redis import Store
from tests.answers import COMMENT, fields, kind
from tests.api.test_post_comment import EVERYTHING
from tests.callers import Headers
from tests.drafts import accept
from tests.rulings import ruling


async def test_it_has_the_fields_of_the_contract_and_no_others(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    posted = await client.post("/v1/comments", json=EVERYTHING, headers=bob)
    told = (await client.get(posted.headers["Location"], headers=bob)).json()
    assert told == {
        "id": posted.json()["id"],
        "site": "courier",
        "origin": "api",
        "thread": EVERYTHING["thread"],
        "author": {"id": "u-17", "name": "Dora", "url": "https://dora.example/"},
        "text": EVERYTHING["text"],
        "status": "pending",
        "version": 1,
        "revision": told["revision"],
        "scores": {},
        "model": None,
        "reasons": [],
        "decided_by": None,
        "created_at": "2026-01-31T08:00:00.250Z",
        "decided_at": None,
        "reports": 0,
    }


async def test_a_decided_one_says_why_in_words_and_figures(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name)
    await store.comments.apply_verdicts(site.name, [ruling(comment, Status.HELD)])
    told = (await client.get(f"/v1/comments/{comment.id}", headers=bob)).json()
    assert told["scores"] == {"toxicity": 0.7}
    assert told["model"] == "m1"
    assert told["decided_by"] == "policy"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told["decided_at"])
    assert told["reasons"] == [
        {"code": "score", "detail": "Scored 0.70.", "label": "toxicity", "value": 0.7},
        {"code": "too_long", "detail": "Long.", "value": 9, "threshold": 8},
    ]


async def test_one_that_never_was_is_not_found(client: httpx2.AsyncClient, bob: Headers) -> None:
    assert kind(await client.get("/v1/comments/nothing", headers=bob), 404) == "not-found"


async def test_one_of_another_site_is_not_found(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers
) -> None:
    posted = await client.post("/v1/comments", json=COMMENT, headers=bob)
    assert kind(await client.get(posted.headers["Location"], headers=charlie), 404) == "not-found"


async def test_an_erased_one_is_not_found(client: httpx2.AsyncClient, bob: Headers) -> None:
    posted = await client.post("/v1/comments", json=COMMENT, headers=bob)
    await client.delete(posted.headers["Location"], headers=bob)
    assert kind(await client.get(posted.headers["Location"], headers=bob), 404) == "not-found"


async def test_an_id_from_the_end_of_the_world_is_not_found(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    for id_ in ("%00", "%ED%A0%80", "%7Bx%7D", "a%0Ab"):
        assert kind(await client.get(f"/v1/comments/{id_}", headers=bob), 404) == "not-found"
    answer = await client.get(f"/v1/comments/{'x' * 5_000}", headers=bob)
    assert fields(answer) == ["comment_id"]
