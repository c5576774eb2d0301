"""GET /console/events and GET /console/cards: what the script of a page asks for."""

import re

import pytest

from service.api import events
from service.domain.comments import Comment
from service.domain.sessions import IDLE_S
from service.domain.statuses import Action
from service.moderation.deciding import Decision, Seen, decide
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.people import ALICE
from tests.servers import Server
from tests.serving import URL


async def test_cards_are_given_as_they_are_now(alice: Browser, store: Store, held: Comment) -> None:
    await decide(
        store,
        "courier",
        Seen(held.id, held.version),
        Decision(action=Action.APPROVE, actor=ALICE),
    )
    page = (await alice.get(f"/console/cards?id={held.id}&id=nonsense&id={'x' * 999}")).text
    assert page.count("<article") == 1
    assert f'data-version="{held.version + 1}"' in page
    many = "&".join(f"id={n}" for n in range(51))
    assert (await alice.get(f"/console/cards?{many}")).status_code == 422


async def test_bob_is_given_none_of_alices(bob: Browser, held: Comment) -> None:
    assert "<article" not in (await bob.get(f"/console/cards?id={held.id}")).text
    answer = await bob.get(f"/console/cards?id={held.id}&site=courier")
    assert answer.status_code == 303


async def test_strangers_and_bob_hear_nothing(charlie: Browser, bob: Browser) -> None:
    for browser in (charlie, bob):
        answer = await browser.get("/console/events?site=courier")
        assert answer.headers["Location"].startswith("/console/sign-in")


async def test_who_only_listens_is_not_at_work(
    alice: Browser, redis_server: Server, held: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page left open on a desk must not keep its session from ending."""
    monkeypatch.setattr(events, "LIFE_S", 0.1)
    (key,) = redis_server.redis.keys("gr:session:*")
    redis_server.redis.expire(key, 100)
    answer = await alice.client.get("/console/events?site=courier")
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert 0 < redis_server.redis.ttl(key) <= 100
    await alice.get("/console")
    assert redis_server.redis.ttl(key) > IDLE_S - 100


async def test_a_page_can_hear_what_happened_since_it_was_made(
    alice: Browser, store: Store, held: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LIFE_S", 0.1)
    page = (await alice.get("/console")).text
    (after,) = re.findall(r'data-after="([^"]+)"', page)
    approve = Decision(action=Action.APPROVE, actor=ALICE)
    await decide(store, "courier", Seen(held.id, held.version), approve)
    told = await alice.client.get(f"/console/events?site=courier&after={after}")
    assert re.findall("^event: (.+)$", told.text, re.MULTILINE) == ["comment.decided"]


async def test_a_script_is_told_what_was_done_and_what_was_not(
    alice: Browser, held: Comment
) -> None:
    await alice.get("/console")
    form = alice.form("/console/decisions") | {"action": "approve"}
    asked = {"Accept": "application/json", "Origin": URL, "Sec-Fetch-Site": "same-origin"}
    told = (await alice.client.post("/console/decisions", data=form, headers=asked)).json()
    assert told.pop("counts")["all"] == "0"
    assert told == {
        "decision": told["decision"],
        "status": "approved",
        "done": [held.id],
        "said": "Approved.",
        "size": "0 cards",
    }
    stale = await alice.client.post("/console/decisions", data=form, headers=asked)
    assert stale.status_code == 409
    assert f'data-id="{held.id}"' in stale.text
    undo = form | {"decision": told["decision"]}
    undone = (await alice.client.post("/console/undo", data=undo, headers=asked)).json()
    assert undone.pop("counts")["all"] == "1"
    assert undone == {
        "said": "Undone. It is as it was before.",
        "restored": [held.id],
        "size": "1 card",
    }
