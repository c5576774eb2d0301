"""What people decide, one or many, on what they saw and on nothing else."""

import asyncio

import pytest

from service.domain.errors import NotAllowedError, NotFoundError, StaleError
from service.domain.sites import Site
from service.domain.statuses import OUTCOMES, Action, Status
from service.domain.verdicts import ReasonCode
from service.moderation.deciding import Decision, Seen, decide, decide_all
from service.store.redis import Store
from tests.drafts import accept, found
from tests.moderation.people_at_work import NAME, by_alice, decided, hold, statuses
from tests.people import ALICE, CHARLIE
from tests.rulings import ruling


@pytest.mark.parametrize("action", Action)
async def test_alice_decides_and_it_is_on_the_record_with_her_reason_and_note(
    store: Store, site: Site, action: Action
) -> None:
    comment = await accept(store, NAME)
    seen = Seen(comment.id, 1)
    act, after = await decide(store, NAME, seen, by_alice(action, "Off topic."))
    assert (after.status, after.version, after.decision) == (OUTCOMES[action], 2, act)
    assert [(r.code, r.detail) for r in after.reasons] == [(ReasonCode.MODERATOR, "Off topic.")]
    entry = (await store.comments.history(NAME, comment.id))[-1]
    assert (entry.actor, entry.action, entry.note) == (ALICE, action, "seen it")
    assert entry.decision == act


async def test_a_second_decision_on_the_same_version_gets_the_new_state(
    store: Store, site: Site
) -> None:
    seen = Seen((await accept(store, NAME)).id, 1)
    await decide(store, NAME, seen, by_alice(Action.APPROVE))
    with pytest.raises(StaleError) as caught:
        await decide(store, NAME, seen, by_alice(Action.SPAM))
    assert (caught.value.current.status, caught.value.current.version) == (Status.APPROVED, 2)


async def test_of_ten_who_decide_at_once_one_is_right_and_nine_are_told(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    actions = [Action.APPROVE, Action.REJECT] * 5
    results = await asyncio.gather(
        *(decide(store, NAME, Seen(comment.id, 1), by_alice(action)) for action in actions),
        return_exceptions=True,
    )
    assert sum(isinstance(result, StaleError) for result in results) == 9
    assert (await found(store, NAME, comment.id)).version == 2


async def test_what_a_comment_already_is_cannot_be_decided_again(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    await decide(store, NAME, Seen(comment.id, 1), by_alice(Action.APPROVE))
    with pytest.raises(NotAllowedError) as caught:
        await decide(store, NAME, Seen(comment.id, 2), by_alice(Action.APPROVE))
    assert [problem.field for problem in caught.value.problems] == ["action"]


@pytest.mark.parametrize("status", [Status.APPROVED, Status.SPAM])
async def test_what_a_person_is_asked_about_is_confirmed_and_leaves_the_queue(
    store: Store, site: Site, status: Status
) -> None:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment, status, asks=True)])
    assert await store.queue.size(NAME) == 1
    action = Action.APPROVE if status is Status.APPROVED else Action.SPAM
    _act, after = await decide(store, NAME, Seen(comment.id, 2), by_alice(action))
    assert (after.status, after.awaits) == (status, False)
    assert await store.queue.size(NAME) == 0


async def test_charlie_finds_no_comment_of_a_site_that_is_not_his(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    theirs = Decision(action=Action.APPROVE, actor=CHARLIE)
    with pytest.raises(NotFoundError):
        await decide(store, "charlies-site", Seen(comment.id, 1), theirs)
    assert await found(store, NAME, comment.id) == comment


async def test_many_are_decided_each_by_itself_under_one_id(store: Store, site: Site) -> None:
    fine, late, same = [await hold(store) for _ in range(3)]
    await decided(store, [late], Action.APPROVE)
    await decided(store, [same], Action.REJECT)
    seen = [
        Seen(fine.id, fine.version),
        Seen("nobody", 1),
        Seen(late.id, late.version),
        Seen(same.id, same.version + 1),
    ]
    act = await decide_all(store, NAME, seen, by_alice(Action.REJECT))
    kinds = [type(result).__name__ for result in act.results]
    assert kinds == ["Comment", "NotFoundError", "StaleError", "NotAllowedError"]
    assert await statuses(store, [fine, late, same]) == [
        Status.REJECTED,
        Status.APPROVED,
        Status.REJECTED,
    ]
    assert (await found(store, NAME, fine.id)).decision == act.id


async def test_a_thousand_are_decided_in_one_act(store: Store, site: Site) -> None:
    comments = [await hold(store) for _ in range(1_000)]
    act = await decided(store, comments, Action.SPAM)
    assert {result.status for result in act.results if not isinstance(result, Exception)} == {
        Status.SPAM
    }
    assert await store.queue.size(NAME) == 0


async def test_one_that_is_named_twice_is_decided_once(store: Store, site: Site) -> None:
    comment = await hold(store)
    act = await decided(store, [comment, comment], Action.APPROVE)
    assert [type(result).__name__ for result in act.results] == ["Comment", "StaleError"]
    assert (await found(store, NAME, comment.id)).version == comment.version + 1
