"""POST /v1/comments/{id}/decisions."""

import httpx2
import pytest

from service.domain.sites import Site
from service.domain.statuses import Status
from service.store.redis import Store
from tests.answers import fields, kind, problem
from tests.api.queueing import hold
from tests.callers import Headers
from tests.drafts import accept, found
from tests.rulings import ruling


@pytest.fixture
async def held(store: Store, site: Site) -> str:
    """The path of a held comment, at version 2."""
    comment = await accept(store, site.name)
    await store.comments.apply_verdicts(site.name, [ruling(comment, Status.HELD)])
    return f"/v1/comments/{comment.id}"


@pytest.mark.parametrize(
    ("action", "status"), [("approve", "approved"), ("reject", "rejected"), ("spam", "spam")]
)
async def test_a_person_decides_and_gets_the_comment_as_it_is_then(
    client: httpx2.AsyncClient, bob: Headers, held: str, action: str, status: str
) -> None:
    sent = {"action": action, "version": 2}
    answer = await client.post(f"{held}/decisions", json=sent, headers=bob)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["status"], told["version"], told["decided_by"]) == (status, 3, "person")
    assert told.pop("decision")
    assert told == (await client.get(held, headers=bob)).json()


async def test_the_reason_stands_with_the_comment(
    client: httpx2.AsyncClient, bob: Headers, held: str
) -> None:
    sent = {"action": "reject", "reason": "Off topic", "version": 2}
    told = (await client.post(f"{held}/decisions", json=sent, headers=bob)).json()
    assert told["reasons"] == [{"code": "moderator", "detail": "Off topic"}]


async def test_who_comes_second_is_told_what_the_first_did(
    client: httpx2.AsyncClient, bob: Headers, held: str
) -> None:
    await client.post(f"{held}/decisions", json={"action": "approve", "version": 2}, headers=bob)
    late = {"action": "spam", "version": 2}
    answer = await client.post(f"{held}/decisions", json=late, headers=bob)
    assert kind(answer, 409) == "stale"
    current = problem(answer, 409)["current"]
    assert (current["status"], current["version"]) == ("approved", 3)
    assert current == (await client.get(held, headers=bob)).json()


async def test_what_is_held_cannot_be_held(
    client: httpx2.AsyncClient, bob: Headers, held: str
) -> None:
    sent = {"action": "hold", "version": 2}
    answer = await client.post(f"{held}/decisions", json=sent, headers=bob)
    assert kind(answer, 422) == "not-allowed"
    assert fields(answer) == ["action"]


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"action": "approve"}, "version"),
        ({"version": 2}, "action"),
        ({"action": "delete", "version": 2}, "action"),
        ({"action": "approve", "version": "2"}, "version"),
        ({"action": "approve", "version": 2, "reason": ""}, "reason"),
        ({"action": "approve", "version": 2, "note": "\0"}, "note"),
        ({"action": "approve", "version": 2, "by": "alice"}, "by"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, bob: Headers, held: str, sent: dict[str, object], wrong: str
) -> None:
    assert fields(await client.post(f"{held}/decisions", json=sent, headers=bob)) == [wrong]


async def test_one_of_another_site_is_not_found(
    client: httpx2.AsyncClient, charlie: Headers, held: str
) -> None:
    sent = {"action": "approve", "version": 2}
    answer = await client.post(f"{held}/decisions", json=sent, headers=charlie)
    assert kind(answer, 404) == "not-found"


async def test_a_flood_is_decided_on_its_card_and_the_decision_undoes_all_of_it(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    text = "Come all to the fair on Sunday, there will be cake!"
    card, other = [await hold(store, site.name, text, flood="f") for _ in range(2)]
    sent = {"action": "spam", "version": card.version, "later_arrivals_s": 3600}
    answer = await client.post(f"/v1/comments/{card.id}/decisions", json=sent, headers=bob)
    assert answer.json()["status"] == "spam"
    assert (await found(store, site.name, other.id)).status is Status.SPAM
    undo = f"/v1/decisions/{answer.json()['decision']}/undo"
    undone = await client.post(undo, headers=bob)
    assert undone.json() == {"restored": [card.id, other.id], "skipped": []}


async def test_later_arrivals_follow_for_a_minute_to_a_month(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    card = await hold(store, site.name)
    for seconds in (0, 59, 2_592_001, "60", 60.5):
        sent = {"action": "spam", "version": card.version, "later_arrivals_s": seconds}
        answer = await client.post(f"/v1/comments/{card.id}/decisions", json=sent, headers=bob)
        assert answer.status_code == 422
        assert fields(answer) == ["later_arrivals_s"]
