"""What Coral is told about a comment, and what is kept of it."""

import time
from typing import Any

import httpx2
import pytest

from service.domain.comments import Comment, Origin
from service.domain.statuses import LIVE, Action, Status
from service.doors.coral import routes
from service.moderation.deciding import Decision, Seen, decide
from service.moderation.scoring import Scoring
from service.settings import WorkSettings
from service.store.integrity import check_site
from service.store.redis import Store
from tests.doors.coral.requests import request, send
from tests.people import ALICE
from tests.scorers import WordScorer

NAME = "courier"
TOXIC = [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]
SPAM = [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}]


async def kept(store: Store) -> list[Comment]:
    pages = [
        await store.listings.by_status(NAME, status, limit=100, cursor=None) for status in LIVE
    ]
    found = await store.comments.get_many(NAME, [id_ for page in pages for id_ in page.ids])
    return [comment for comment in found if comment is not None]


async def score(store: Store) -> None:
    await Scoring(store, WordScorer(), WorkSettings()).score_batch(NAME)


@pytest.mark.parametrize("action", ["NEW", "EDIT"])
@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("A fine piece.", None),
        ("hmm, well", {"status": "SYSTEM_WITHHELD", "actions": TOXIC}),
        ("This is awful.", {"status": "REJECTED", "actions": TOXIC}),
        ("A casino for you", {"status": "REJECTED", "actions": SPAM}),
        ("An awful casino", {"status": "REJECTED", "actions": [*SPAM, *TOXIC]}),
        ("zyzzyva zyzzyva", {"status": "PREMOD", "actions": []}),
    ],
)
async def test_the_answer_goes_by_the_site_s_policy(
    client: httpx2.AsyncClient, action: str, body: str, told: dict[str, Any] | None
) -> None:
    began = time.perf_counter()
    answer = await send(client, request(body, action))
    assert time.perf_counter() - began < 10  # Coral's own limit, unless it is set lower
    if told is None:
        assert (answer.status_code, answer.content) == (204, b"")
    else:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/json"
        # Coral refuses an answer of another shape as a whole.
        assert sorted(answer.json().pop("actions"), key=str) == sorted(told["actions"], key=str)
        assert answer.json()["status"] == told["status"]
        assert answer.json().keys() == {"status", "actions"}


async def test_what_is_sent_is_kept_with_its_origin_and_comes_into_the_queue(
    client: httpx2.AsyncClient, store: Store
) -> None:
    await send(client, request("hmm, well", parent="1a2b"))
    (comment,) = await kept(store)
    assert (comment.origin, comment.text, comment.parent_id) == (Origin.CORAL, "hmm, well", "1a2b")
    assert (comment.thread.id, comment.author.id) == ("8a2b", "6f1c")
    assert comment.thread.url == "https://courier.example/moon"
    await score(store)
    assert await store.queue.size(NAME) == 1
    assert await check_site(store.connection, NAME) == []


async def test_the_same_again_is_the_same_comment_and_of_another_author_it_is_not(
    client: httpx2.AsyncClient, store: Store
) -> None:
    for sent in (request(), request(), request(author="other"), request(story="other")):
        assert (await send(client, sent)).status_code == 204
    assert len(await kept(store)) == 3


async def test_an_edit_replaces_the_text_and_is_judged_anew(
    client: httpx2.AsyncClient, store: Store
) -> None:
    await send(client, request())
    await score(store)
    answer = await send(client, request("This is awful.", "EDIT"))
    assert answer.json()["status"] == "REJECTED"
    (comment,) = await kept(store)
    assert (comment.text, comment.status) == ("This is awful.", Status.PENDING)
    await score(store)
    assert [c.status for c in await kept(store)] == [Status.REJECTED]
    history = await store.comments.history(NAME, comment.id)
    assert [entry.action for entry in history] == ["accept", "judge", "edit", "judge"]


@pytest.mark.parametrize(
    "other", [{"author": "other"}, {"story": "other"}, {"parent": "1a2b"}], ids=str
)
async def test_an_edit_of_what_is_not_there_is_kept_as_a_comment(
    client: httpx2.AsyncClient, store: Store, other: dict[str, str]
) -> None:
    await send(client, request())
    await send(client, request("Another text.", "EDIT", **other))
    assert sorted(c.text for c in await kept(store)) == ["A fine piece.", "Another text."]


async def test_where_nobody_can_tell_which_is_meant_none_is_edited(
    client: httpx2.AsyncClient, store: Store
) -> None:
    for body in ("One.", "Two."):
        await send(client, request(body))
    await send(client, request("Two, edited.", "EDIT"))
    assert sorted(c.text for c in await kept(store)) == ["One.", "Two, edited.", "Two."]


async def test_what_is_long_past_is_edited_no_more(
    client: httpx2.AsyncClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await send(client, request())
    monkeypatch.setattr(routes, "EDITED_WITHIN_MS", -1_000)
    await send(client, request("Another text.", "EDIT"))
    assert len(await kept(store)) == 2


async def test_what_a_person_has_decided_is_the_answer_as_long_as_the_text_is_the_same(
    client: httpx2.AsyncClient, store: Store
) -> None:
    await send(client, request())
    (comment,) = await kept(store)
    decision = Decision(action=Action.REJECT, actor=ALICE)
    await decide(store, NAME, Seen(comment.id, comment.version), decision)
    assert (await send(client, request(action="EDIT"))).json() == {
        "status": "REJECTED",
        "actions": [],
    }
    assert (await send(client, request("Another text.", "EDIT"))).status_code == 204


@pytest.mark.parametrize("role", ["STAFF", "MODERATOR", "ADMIN"])
async def test_the_house_writes_what_it_likes(client: httpx2.AsyncClient, role: str) -> None:
    assert (await send(client, request("awful", role=role))).status_code == 204
    assert (await send(client, request("awful", role="MEMBER"))).status_code == 200


async def test_of_a_comment_without_words_there_is_nothing_to_say(
    client: httpx2.AsyncClient, store: Store
) -> None:
    assert (await send(client, request(" "))).status_code == 204
    assert await kept(store) == []


async def test_what_later_versions_of_coral_add_is_passed_over(client: httpx2.AsyncClient) -> None:
    sent = request() | {"new": {"a": [1]}}
    sent["comment"]["ratings"] = 5
    assert (await send(client, sent)).status_code == 204
