"""POST /console/decisions."""

import pytest

from service.domain.audit import Actor, ActorKind
from service.domain.comments import Comment
from service.domain.statuses import OUTCOMES, Action, Status
from service.moderation.deciding import Decision, Seen, decide
from service.moderation.editing import erase
from service.settings import Settings
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.console.waiting import hold
from tests.drafts import found
from tests.people import ALICE
from tests.servers import Server
from tests.serving import serving

DORIS = Actor(ActorKind.PERSON, "doris")


@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT, Action.SPAM])
async def test_alice_decides_in_her_own_name_and_is_told_so(
    alice: Browser, store: Store, held: Comment, action: Action
) -> None:
    await alice.get("/console?order=newest")
    answer = await alice.press("/console/decisions", action=action, reason="  Off \n topic ")
    comment = await found(store, "courier", held.id)
    assert comment.status is OUTCOMES[action]
    assert [reason.detail for reason in comment.reasons] == ["Off topic"]
    assert (await store.comments.history("courier", held.id))[-1].actor == ALICE
    assert answer.headers["Location"] == f"/console?order=newest&act={comment.decision}"
    page = await alice.follow(answer)
    assert "The comment by Dora on To the moon." in page.text
    assert ">Undo</button>" in page.text


async def test_a_reason_need_not_be_given(alice: Browser, store: Store, held: Comment) -> None:
    await alice.get("/console")
    assert (await alice.press("/console/decisions", action="approve")).status_code == 303
    assert (await found(store, "courier", held.id)).status is Status.APPROVED


async def test_what_has_changed_is_shown_as_it_is_now_with_all_that_was_typed(
    alice: Browser, store: Store, held: Comment
) -> None:
    await alice.get("/console?order=oldest")
    doris = Decision(action=Action.APPROVE, actor=DORIS, reason="Fine by me")
    await decide(store, "courier", Seen(held.id, held.version), doris)
    answer = await alice.press("/console/decisions", action="reject", reason="Off topic")
    assert answer.status_code == 409
    assert (await found(store, "courier", held.id)).status is Status.APPROVED
    for shown in ("It has changed", "by <bdi>doris</bdi>", "held → approved", held.text):
        assert shown in answer.text
    assert 'value="Off topic"' in answer.text
    again = await alice.press("/console/decisions", action="reject", reason="Off topic")
    assert again.headers["Location"].startswith("/console?order=oldest&act=")
    assert (await found(store, "courier", held.id)).status is Status.REJECTED


async def test_a_flood_is_decided_as_one_if_that_is_wanted(alice: Browser, store: Store) -> None:
    text = "Buy the finest of all garden chairs from my uncle, today and tomorrow only."
    made = [await hold(store, "courier", text) for _ in range(3)]
    await alice.get("/console")
    answer = await alice.press("/console/decisions", action="spam", copies="true")
    statuses = [(await found(store, "courier", comment.id)).status for comment in made]
    assert statuses == [Status.SPAM] * 3
    assert "Marked as spam: 3 comments." in (await alice.follow(answer)).text
    await alice.press("/console/undo")
    statuses = [(await found(store, "courier", comment.id)).status for comment in made]
    assert statuses == [Status.HELD] * 3


async def test_else_one_of_a_flood_is_decided_and_the_next_takes_its_place(
    alice: Browser, store: Store
) -> None:
    text = "Buy the finest of all garden chairs from my uncle, today and tomorrow only."
    first, second = [await hold(store, "courier", text) for _ in range(2)]
    await alice.get("/console")
    await alice.follow(await alice.press("/console/decisions", action="approve"))
    assert (await found(store, "courier", first.id)).status is Status.APPROVED
    assert alice.form("/console/decisions")["id"] == second.id


async def test_of_a_flood_that_has_changed_nothing_is_decided(alice: Browser, store: Store) -> None:
    text = "Buy the finest of all garden chairs from my uncle, today and tomorrow only."
    first, second = [await hold(store, "courier", text) for _ in range(2)]
    await alice.get("/console")
    doris = Decision(action=Action.APPROVE, actor=DORIS)
    await decide(store, "courier", Seen(first.id, first.version), doris)
    answer = await alice.press("/console/decisions", action="spam", copies="true")
    assert answer.status_code == 409
    assert (await found(store, "courier", second.id)).status is Status.HELD


async def test_bob_cannot_decide_on_alices_site(bob: Browser, store: Store, held: Comment) -> None:
    await bob.get("/console")
    fields = bob.form("/console/sign-out") | {"id": held.id, "version": str(held.version)}
    for more in ({}, {"copies": "true"}):
        answer = await bob.post("/console/decisions", **fields, **more, action="approve")
        assert answer.status_code == 404
    assert (await found(store, "courier", held.id)).status is Status.HELD


async def test_charlie_cannot_decide_at_all(charlie: Browser, store: Store, held: Comment) -> None:
    fields = {"id": held.id, "version": str(held.version), "action": "approve"}
    answer = await charlie.post("/console/decisions", **fields)
    assert answer.headers["Location"].startswith("/console/sign-in")
    assert (await found(store, "courier", held.id)).status is Status.HELD


async def test_what_is_erased_is_not_found(alice: Browser, store: Store, held: Comment) -> None:
    await alice.get("/console")
    await erase(store, "courier", held.id, DORIS)
    assert (await alice.press("/console/decisions", action="approve")).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "erase"},
        {"action": "hold"},
        {"action": ""},
        {"action": "approve", "version": "0"},
        {"action": "approve", "version": "x"},
        {"action": "approve", "reason": "x" * 201},
        {"action": "approve", "reason": "\x00"},
    ],
)
async def test_what_no_card_offers_is_refused(
    alice: Browser, store: Store, held: Comment, wrong: dict[str, str]
) -> None:
    await alice.get("/console")
    answer = await alice.press("/console/decisions", **wrong)
    assert answer.status_code == 422
    assert "That cannot be done" in answer.text
    assert (await found(store, "courier", held.id)).status is Status.HELD


async def test_without_redis_it_can_be_sent_again_as_it_was(
    settings: Settings, server: Server, store: Store, people: None
) -> None:
    async with serving(settings) as client:
        alice = Browser(client)
        await alice.sign_in("courier", "alice")
        held = await hold(store, "courier", "hmm")
        await alice.get("/console")
        before = alice.form("/console/decisions")
        server.kill()
        answer = await alice.press("/console/decisions", action="reject", reason="Off topic")
        assert answer.status_code == 503
        again = alice.form("/console/decisions")
    assert again == before | {"action": "reject", "reason": "Off topic"}
    assert again["id"] == held.id
