"""POST /v1/decisions/{id}/undo."""

import httpx2

from service.domain.sites import Site
from service.domain.statuses import Status
from service.store.redis import Store
from tests.answers import kind
from tests.api.queueing import hold
from tests.callers import Headers
from tests.drafts import found


async def test_a_single_decision_is_undone_by_the_id_it_came_with(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await hold(store, site.name)
    path = f"/v1/comments/{comment.id}/decisions"
    decided = await client.post(path, json={"action": "reject", "version": 2}, headers=bob)
    act = decided.json()["decision"]
    answer = await client.post(f"/v1/decisions/{act}/undo", headers=bob)
    assert (answer.status_code, answer.json()) == (200, {"restored": [comment.id], "skipped": []})
    assert (await found(store, site.name, comment.id)).status is Status.HELD


async def test_a_bulk_act_is_undone_but_for_what_somebody_changed_since(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    kept, changed = [await hold(store, site.name) for _ in range(2)]
    items = [{"id": comment.id, "version": 2} for comment in (kept, changed)]
    act = await client.post("/v1/decisions", json={"action": "spam", "items": items}, headers=bob)
    path = f"/v1/comments/{changed.id}/decisions"
    await client.post(path, json={"action": "approve", "version": 3}, headers=bob)
    answer = await client.post(f"/v1/decisions/{act.json()['id']}/undo", headers=bob)
    assert answer.json() == {"restored": [kept.id], "skipped": [changed.id]}
    assert (await found(store, site.name, changed.id)).status is Status.APPROVED


async def test_what_nobody_decided_or_another_site_did_is_not_found(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers, store: Store, site: Site
) -> None:
    comment = await hold(store, site.name)
    items = [{"id": comment.id, "version": 2}]
    act = await client.post("/v1/decisions", json={"action": "spam", "items": items}, headers=bob)
    for decision, who in (("nothing", bob), (act.json()["id"], charlie)):
        answer = await client.post(f"/v1/decisions/{decision}/undo", headers=who)
        assert kind(answer, 404) == "not-found"
    assert (await found(store, site.name, comment.id)).status is Status.SPAM
