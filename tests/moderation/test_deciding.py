"""What people do: decide, edit, erase, each on what they saw and on nothing else."""

import asyncio

import pytest

from service.domain.errors import NotAllowedError, NotFoundError, StaleError
from service.domain.sites import Site
from service.domain.statuses import OUTCOMES, Action, Status
from service.domain.verdicts import ReasonCode
from service.moderation.deciding import Decision, Edit, decide, edit, erase
from service.store.redis import Store
from tests.bells import CountingBell
from tests.drafts import accept, found
from tests.people import ALICE, BOB, CHARLIE

NAME = "courier"


def by_alice(action: Action, version: int, reason: str | None = None) -> Decision:
    return Decision(action=action, actor=ALICE, version=version, reason=reason, note="seen it")


@pytest.mark.parametrize("action", Action)
async def test_alice_decides_and_it_is_on_the_record_with_her_reason_and_note(
    store: Store, site: Site, action: Action
) -> None:
    comment = await accept(store, NAME)
    decided = await decide(store, NAME, comment.id, by_alice(action, 1, "Off topic."))
    assert (decided.status, decided.version) == (OUTCOMES[action], 2)
    assert [(r.code, r.detail) for r in decided.reasons] == [(ReasonCode.MODERATOR, "Off topic.")]
    entry = (await store.comments.history(NAME, comment.id))[-1]
    assert (entry.actor, entry.action, entry.note) == (ALICE, action, "seen it")


async def test_a_second_decision_on_the_same_version_gets_the_new_state(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    await decide(store, NAME, comment.id, by_alice(Action.APPROVE, 1))
    with pytest.raises(StaleError) as caught:
        await decide(store, NAME, comment.id, by_alice(Action.SPAM, 1))
    assert (caught.value.current.status, caught.value.current.version) == (Status.APPROVED, 2)


async def test_of_ten_who_decide_at_once_one_is_right_and_nine_are_told(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    actions = [Action.APPROVE, Action.REJECT] * 5
    results = await asyncio.gather(
        *(decide(store, NAME, comment.id, by_alice(action, 1)) for action in actions),
        return_exceptions=True,
    )
    assert sum(isinstance(result, StaleError) for result in results) == 9
    assert (await found(store, NAME, comment.id)).version == 2


async def test_what_a_comment_already_is_cannot_be_decided_again(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    await decide(store, NAME, comment.id, by_alice(Action.APPROVE, 1))
    with pytest.raises(NotAllowedError) as caught:
        await decide(store, NAME, comment.id, by_alice(Action.APPROVE, 2))
    assert [problem.field for problem in caught.value.problems] == ["action"]


async def test_charlie_finds_no_comment_of_a_site_that_is_not_his(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    theirs = Decision(action=Action.APPROVE, actor=CHARLIE, version=1)
    with pytest.raises(NotFoundError):
        await decide(store, "charlies-site", comment.id, theirs)
    with pytest.raises(NotFoundError):
        await erase(store, "charlies-site", comment.id, CHARLIE)
    assert await found(store, NAME, comment.id) == comment


async def test_an_edit_makes_a_decided_comment_pending_and_calls_the_workers(
    store: Store, site: Site, bell: CountingBell
) -> None:
    comment = await accept(store, NAME)
    await decide(store, NAME, comment.id, by_alice(Action.APPROVE, 1))
    changed = Edit(text="Another text.", actor=BOB, version=2)
    edited = await edit(store, bell, NAME, comment.id, changed)
    assert (edited.text, edited.status, edited.version) == ("Another text.", Status.PENDING, 3)
    assert bell.rung == [NAME]


async def test_an_edit_of_an_older_version_changes_nothing_and_calls_nobody(
    store: Store, site: Site, bell: CountingBell
) -> None:
    comment = await accept(store, NAME)
    await decide(store, NAME, comment.id, by_alice(Action.APPROVE, 1))
    with pytest.raises(StaleError):
        await edit(store, bell, NAME, comment.id, Edit(text="x", actor=BOB, version=1))
    assert (await found(store, NAME, comment.id)).text == comment.text
    assert bell.rung == []


async def test_an_erased_comment_can_be_erased_again_and_nothing_else(
    store: Store, site: Site, bell: CountingBell
) -> None:
    comment = await accept(store, NAME)
    await erase(store, NAME, comment.id, ALICE)
    await erase(store, NAME, comment.id, ALICE)
    assert len(await store.comments.history(NAME, comment.id)) == 2
    with pytest.raises(NotFoundError):
        await decide(store, NAME, comment.id, by_alice(Action.APPROVE, 2))
    with pytest.raises(NotFoundError):
        await edit(store, bell, NAME, comment.id, Edit(text="x", actor=BOB, version=2))


async def test_what_never_was_cannot_be_erased(store: Store, site: Site) -> None:
    with pytest.raises(NotFoundError):
        await erase(store, NAME, "nobody", ALICE)
