"""GET and POST /v1/comments/{id}/notes."""

import httpx2

from service.domain.sites import Site
from service.moderation import noting
from service.store.redis import Store
from tests.answers import fields, kind
from tests.api.queueing import hold
from tests.callers import Headers


async def test_a_note_is_kept_with_who_wrote_it_and_when(
    client: httpx2.AsyncClient, store: Store, site: Site, bob: Headers
) -> None:
    path = f"/v1/comments/{(await hold(store, site.name)).id}/notes"
    sent = {"text": "Dora again, see Monday.", "moderator": "alice"}
    answer = await client.post(path, json=sent, headers=bob)
    assert answer.status_code == 201
    noted = answer.json()
    assert (noted["by"], noted["text"]) == ("alice", "Dora again, see Monday.")
    assert noted["at"].endswith("Z")
    await client.post(path, json={"text": "Agreed."}, headers=bob)
    first, second = (await client.get(path, headers=bob)).json()["items"]
    assert first == noted
    assert (second["text"], second["by"] != "alice") == ("Agreed.", True)


async def test_notes_stand_with_the_comment_in_the_queue_and_in_claims(
    client: httpx2.AsyncClient, store: Store, site: Site, bob: Headers
) -> None:
    comment = await hold(store, site.name)
    await hold(store, site.name, "another")
    await client.post(f"/v1/comments/{comment.id}/notes", json={"text": "Wait."}, headers=bob)
    listed = (await client.get("/v1/reviews", headers=bob)).json()["items"]
    claimed = (await client.post("/v1/reviews/claims", json={}, headers=bob)).json()["items"]
    for items in (listed, claimed):
        noted = {item["id"]: [note["text"] for note in item["notes"]] for item in items}
        assert sorted(noted.values()) == [[], ["Wait."]]
        assert noted[comment.id] == ["Wait."]


async def test_notes_are_erased_with_the_comment_and_none_come_after(
    client: httpx2.AsyncClient, store: Store, site: Site, bob: Headers
) -> None:
    comment = await hold(store, site.name)
    path = f"/v1/comments/{comment.id}"
    await client.post(f"{path}/notes", json={"text": "She wrote: hmm"}, headers=bob)
    await client.delete(path, headers=bob)
    assert kind(await client.get(f"{path}/notes", headers=bob), 404) == "not-found"
    late = await client.post(f"{path}/notes", json={"text": "late"}, headers=bob)
    assert kind(late, 404) == "not-found"
    assert await store.reports.notes_of(site.name, [comment.id]) == [[]]


async def test_a_comment_has_room_for_so_many_notes(
    client: httpx2.AsyncClient, store: Store, site: Site, bob: Headers
) -> None:
    comment = await hold(store, site.name)
    for number in range(noting.NOTES_AT_MOST):
        await noting.add_note(store, site.name, comment.id, "alice", f"note {number}")
    path = f"/v1/comments/{comment.id}/notes"
    assert fields(await client.post(path, json={"text": "more"}, headers=bob)) == ["text"]


async def test_another_site_s_comment_has_no_notes_for_you(
    client: httpx2.AsyncClient, store: Store, site: Site, charlie: Headers
) -> None:
    path = f"/v1/comments/{(await hold(store, site.name)).id}/notes"
    assert kind(await client.get(path, headers=charlie), 404) == "not-found"
    assert kind(await client.post(path, json={"text": "x"}, headers=charlie), 404) == "not-found"
