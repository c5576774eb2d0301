"""/v1/second-reviews and /v1/disagreements."""

import httpx2
import pytest

from service.domain.policy import Policy
from service.domain.sites import Site
from service.moderation.policies import change_policy
from service.store.redis import Store
from tests.answers import fields, kind
from tests.api.queueing import hold
from tests.callers import Headers
from tests.people import ALICE

REVIEWS, DISAGREEMENTS = "/v1/second-reviews", "/v1/disagreements"


@pytest.fixture
async def rejected(client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site) -> str:
    """Id of a comment that Bob's server rejected, at version 3."""
    await change_policy(store, site.name, Policy(second_review_share=1.0), ALICE, seen=1)
    comment = await hold(store, site.name)
    sent = {"action": "reject", "reason": "Rude", "version": 2}
    await client.post(f"/v1/comments/{comment.id}/decisions", json=sent, headers=bob)
    return comment.id


async def shown(
    client: httpx2.AsyncClient, who: Headers, moderator: str
) -> list[dict[str, object]]:
    answer = await client.get(REVIEWS, params={"moderator": moderator}, headers=who)
    assert answer.status_code == 200
    return list(answer.json()["items"])


async def test_a_second_opinion_is_blind(
    client: httpx2.AsyncClient, bob: Headers, rejected: str
) -> None:
    (item,) = await shown(client, bob, "doris")
    assert (item["id"], item["version"], item["text"]) == (rejected, 3, "hmm")
    assert not {"status", "decided_by", "decided_at", "notes"} & item.keys()
    assert "Rude" not in str(item)
    assert (await client.get(REVIEWS, headers=bob)).json()["items"] == []


async def test_where_two_disagree_both_are_shown_and_the_first_stands(
    client: httpx2.AsyncClient, bob: Headers, rejected: str
) -> None:
    sent = {"action": "approve", "version": 3, "moderator": "doris"}
    answer = await client.post(f"{REVIEWS}/{rejected}", json=sent, headers=bob)
    assert (answer.status_code, answer.content) == (204, b"")
    (item,) = (await client.get(DISAGREEMENTS, headers=bob)).json()["items"]
    assert item["comment"]["status"] == item["first"]["status"] == "rejected"
    assert (item["second"]["by"], item["second"]["status"]) == ("doris", "approved")
    told = (await client.get("/v1/stats", headers=bob)).json()["second_reviews"]
    assert (told["count"], told["agreed"]) == (1, 0)
    settled = await client.delete(f"{DISAGREEMENTS}/{rejected}", headers=bob)
    assert settled.status_code == 204
    again = await client.delete(f"{DISAGREEMENTS}/{rejected}", headers=bob)
    assert kind(again, 404) == "not-found"


async def test_who_may_not_or_saw_something_else_is_told_so(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers, rejected: str
) -> None:
    path = f"{REVIEWS}/{rejected}"
    own = await client.post(path, json={"action": "spam", "version": 3}, headers=bob)
    assert kind(own, 403) == "role"
    stale = {"action": "spam", "version": 2, "moderator": "doris"}
    assert kind(await client.post(path, json=stale, headers=bob), 409) == "stale"
    held = {"action": "hold", "version": 3, "moderator": "doris"}
    assert fields(await client.post(path, json=held, headers=bob)) == ["action"]
    stranger = await client.post(path, json={"action": "spam", "version": 3}, headers=charlie)
    assert kind(stranger, 404) == "not-found"
