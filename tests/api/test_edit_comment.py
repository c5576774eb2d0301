"""PATCH /v1/comments/{id}."""

import httpx2
import pytest

from service.domain.sites import Site
from service.domain.statuses import Status
from service.store.redis import Store
from tests.answers import fields, kind, problem
from tests.callers import Headers
from tests.drafts import accept
from tests.rulings import ruling


async def test_an_approval_lapses_when_the_text_changes(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name)
    await store.comments.apply_verdicts(site.name, [ruling(comment, Status.APPROVED)])
    edit = {"text": "On second thoughts.", "version": 2}
    answer = await client.patch(f"/v1/comments/{comment.id}", json=edit, headers=bob)
    told = answer.json()
    assert answer.status_code == 200
    assert (told["text"], told["status"], told["version"]) == ("On second thoughts.", "pending", 3)
    assert told["revision"] != comment.revision
    assert (told["scores"], told["model"], told["decided_at"]) == ({}, None, None)
    assert await store.pending.size(site.name) == 1


async def test_a_stale_version_is_told_what_the_comment_is_now(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name)
    await store.comments.apply_verdicts(site.name, [ruling(comment, Status.HELD)])
    edit = {"text": "Too late.", "version": 1}
    answer = await client.patch(f"/v1/comments/{comment.id}", json=edit, headers=bob)
    assert kind(answer, 409) == "stale"
    current = (await client.get(f"/v1/comments/{comment.id}", headers=bob)).json()
    assert problem(answer, 409)["current"] == current
    assert current["text"] == comment.text


@pytest.mark.parametrize(
    ("edit", "wrong"),
    [
        ({"text": " ", "version": 1}, "text"),
        ({"text": "x" * 20_001, "version": 1}, "text"),
        ({"text": "x"}, "version"),
        ({"text": "x", "version": "1"}, "version"),
        ({"text": "x", "version": 1.0}, "version"),
        ({"text": "x", "version": True}, "version"),
        ({"text": "x", "version": 0}, "version"),
        ({"text": "x", "version": 10**30}, "version"),
        ({"text": "x", "version": 1, "status": "approved"}, "status"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    client: httpx2.AsyncClient,
    bob: Headers,
    store: Store,
    site: Site,
    edit: dict[str, object],
    wrong: str,
) -> None:
    comment = await accept(store, site.name)
    answer = await client.patch(f"/v1/comments/{comment.id}", json=edit, headers=bob)
    assert fields(answer) == [wrong]


async def test_one_of_another_site_is_not_found(
    client: httpx2.AsyncClient, charlie: Headers, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name)
    edit = {"text": "Mine now.", "version": 1}
    answer = await client.patch(f"/v1/comments/{comment.id}", json=edit, headers=charlie)
    assert kind(answer, 404) == "not-found"
