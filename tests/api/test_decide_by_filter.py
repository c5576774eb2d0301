"""POST /v1/decisions with a filter."""

import httpx2
import pytest

from service.domain.sites import Site
from service.domain.statuses import Status
from service.store.redis import Store
from tests.answers import fields, kind, problem
from tests.api.queueing import hold
from tests.callers import Headers
from tests.drafts import found

DECISIONS = "/v1/decisions"
CASINO = {"q": "casino"}


async def test_all_that_match_are_decided_and_undone_under_one_id(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    alike = [await hold(store, site.name, f"casino {number}") for number in range(3)]
    other = await hold(store, site.name, "a fine piece")
    counted = await client.get("/v1/reviews/count", params=CASINO, headers=bob)
    assert counted.json() == {"matching": 3, "complete": True}
    sent = {"action": "spam", "reason": "Casinos", "filter": CASINO, "expected": 3}
    told = (await client.post(DECISIONS, json=sent, headers=bob)).json()
    assert told["decided"] == 3
    assert {row["id"]: row["status"] for row in told["results"]} == {c.id: "spam" for c in alike}
    assert (await found(store, site.name, other.id)).status is Status.HELD
    undone = await client.post(f"{DECISIONS}/{told['id']}/undo", headers=bob)
    assert len(undone.json()["restored"]) == 3


async def test_more_than_were_seen_are_a_conflict_that_says_how_many(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    alike = [await hold(store, site.name, "casino") for _ in range(2)]
    sent = {"action": "spam", "filter": CASINO, "expected": 1}
    answer = await client.post(DECISIONS, json=sent, headers=bob)
    assert kind(answer, 409) == "grown"
    assert problem(answer, 409)["matching"] == 2
    assert (await found(store, site.name, alike[0].id)).status is Status.HELD


async def test_only_what_is_held_is_meant_unless_more_is_asked_for(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await hold(store, site.name, "casino")
    sent = {"action": "approve", "filter": CASINO}
    assert (await client.post(DECISIONS, json=sent, headers=bob)).json()["decided"] == 1
    sent = {"action": "reject", "filter": CASINO}
    assert (await client.post(DECISIONS, json=sent, headers=bob)).json()["decided"] == 0
    assert (await found(store, site.name, comment.id)).status is Status.APPROVED


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"items": [{"id": "x", "version": 1}], "filter": CASINO},
        {"items": [{"id": "x", "version": 1}], "expected": 1},
        {"filter": {"colour": "red"}},
        {"filter": CASINO, "expected": -1},
    ],
)
async def test_what_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, bob: Headers, sent: dict[str, object]
) -> None:
    assert fields(await client.post(DECISIONS, json={"action": "spam", **sent}, headers=bob))
