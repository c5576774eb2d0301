"""POST /v1/decisions."""

import httpx2
import orjson
import pytest

from service.domain.sites import Site
from service.domain.statuses import Status
from service.store.redis import Store
from tests.answers import fields
from tests.api.queueing import hold
from tests.callers import Headers
from tests.drafts import found

DECISIONS = "/v1/decisions"


def item(comment_id: str, version: int = 2) -> dict[str, object]:
    return {"id": comment_id, "version": version}


async def test_each_is_decided_by_itself_and_one_id_stands_for_all(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    one, late, two = [await hold(store, site.name) for _ in range(3)]
    items = [item(one.id), item(late.id, 1), item("nobody"), item(two.id)]
    sent = {"action": "reject", "reason": "Off topic", "items": items}
    answer = await client.post(DECISIONS, json=sent, headers=bob)
    assert answer.status_code == 200
    told = answer.json()
    first, stale, missing, last = told["results"]
    assert first == {"id": one.id, "status": "rejected", "version": 3}
    assert last == {"id": two.id, "status": "rejected", "version": 3}
    assert (stale["id"], stale["error"]["status"]) == (late.id, 409)
    assert stale["error"]["current"]["version"] == 2
    assert (missing["id"], missing["error"]["status"]) == ("nobody", 404)
    assert (await found(store, site.name, one.id)).decision == told["id"]
    assert (await found(store, site.name, late.id)).status is Status.HELD


async def test_a_thousand_fit_however_generously_they_are_written(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await hold(store, site.name)
    sent = {"action": "spam", "items": [item(comment.id)] + [item("0" * 36)] * 999}
    body = orjson.dumps(sent, option=orjson.OPT_INDENT_2)
    assert len(body) > 64 * 1024
    answer = await client.post(
        DECISIONS, content=body, headers={**bob, "Content-Type": "application/json"}
    )
    assert len(answer.json()["results"]) == 1_000
    assert (await found(store, site.name, comment.id)).status is Status.SPAM


async def test_another_site_s_comments_are_not_found_and_stay(
    client: httpx2.AsyncClient, charlie: Headers, store: Store, site: Site
) -> None:
    comment = await hold(store, site.name)
    sent = {"action": "approve", "items": [item(comment.id)]}
    (row,) = (await client.post(DECISIONS, json=sent, headers=charlie)).json()["results"]
    assert row["error"]["status"] == 404
    assert await found(store, site.name, comment.id) == comment


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"action": "approve"}, "items"),
        ({"action": "approve", "items": []}, "items"),
        ({"action": "approve", "items": [item("x")] * 1_001}, "items"),
        ({"action": "approve", "items": [{"id": "x"}]}, "items.0.version"),
        ({"items": [item("x")]}, "action"),
        ({"action": "erase", "items": [item("x")]}, "action"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, bob: Headers, sent: dict[str, object], wrong: str
) -> None:
    assert fields(await client.post(DECISIONS, json=sent, headers=bob)) == [wrong]


async def test_a_flood_named_by_its_card_is_decided_as_a_whole_and_each_row_is_told(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    text = "Come all to the fair on Sunday, there will be cake!"
    card, other = [await hold(store, site.name, text, flood="f") for _ in range(2)]
    sent = {"action": "spam", "items": [item(card.id)], "later_arrivals_s": 3600}
    told = (await client.post(DECISIONS, json=sent, headers=bob)).json()
    assert (told["decided"], [row["id"] for row in told["results"]]) == (2, [card.id, other.id])
