"""GET /v1/comments/{id}/history."""

import httpx2

from service.domain.sites import Site
from service.domain.statuses import Status
from service.store.redis import Store
from tests.answers import kind
from tests.callers import Headers
from tests.drafts import accept
from tests.rulings import ruling


async def test_it_tells_who_did_what_and_why_oldest_first(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name)
    await store.comments.apply_verdicts(site.name, [ruling(comment, Status.HELD)])
    sent = {"action": "reject", "reason": "Off topic", "note": "Again.", "version": 2}
    await client.post(f"/v1/comments/{comment.id}/decisions", json=sent, headers=bob)
    told = (await client.get(f"/v1/comments/{comment.id}/history", headers=bob)).json()
    accepted, judged, decided = told["items"]
    assert decided["decision"]
    assert told["next_cursor"] is None
    assert (accepted["from"], accepted["to"], accepted["action"]) == (None, "pending", "accept")
    assert (judged["from"], judged["to"]) == ("pending", "held")
    assert judged["actor"] == {"kind": "policy", "id": "1"}
    assert (judged["model"], judged["policy"]) == ("m1", 1)
    assert decided == {
        "id": decided["id"],
        "comment": comment.id,
        "from": "held",
        "to": "rejected",
        "action": "reject",
        "version": 3,
        "actor": decided["actor"],
        "reasons": [{"code": "moderator", "detail": "Off topic"}],
        "note": "Again.",
        "decision": decided["decision"],
        "model": None,
        "policy": None,
        "rescoring": None,
        "at": decided["at"],
    }
    assert decided["at"].endswith("Z")


async def test_one_of_another_site_is_not_found(
    client: httpx2.AsyncClient, charlie: Headers, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name)
    answer = await client.get(f"/v1/comments/{comment.id}/history", headers=charlie)
    assert kind(answer, 404) == "not-found"
