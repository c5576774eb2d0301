"""Undoing a decision, single or bulk, as one: nobody's later word is lost."""

import pytest

from service.domain.comments import Comment, DecidedBy
from service.domain.errors import NotFoundError, RoleError
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.domain.verdicts import Reason, ReasonCode
from service.moderation.undoing import undo
from service.store import transitions
from service.store.integrity import check_site
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.moderation.people_at_work import NAME, decided, hold, statuses
from tests.people import ALICE, BOB, CHARLIE
from tests.rulings import decision, ruling, unread


def told(comment: Comment) -> list[object]:
    """What is the same of a comment before a decision and after its undoing."""
    return [comment.status, comment.decided_by, comment.reasons, comment.scores, comment.awaits]


async def test_a_decision_is_undone_and_the_comment_is_what_it_was(
    store: Store, site: Site
) -> None:
    comment = await hold(store)
    act = await decided(store, [comment], Action.REJECT)
    undone = await undo(store, NAME, act.id, CHARLIE)
    assert (undone.restored, undone.skipped) == ([comment.id], [])
    after = await found(store, NAME, comment.id)
    assert told(after) == told(comment)
    assert after.version == comment.version + 2
    assert (await store.queue.page(NAME, "free", limit=9, cursor=None)).ids == [comment.id]
    entry = (await store.comments.history(NAME, comment.id))[-1]
    assert (entry.action, entry.actor, entry.decision) == ("undo", CHARLIE, act.id)


@pytest.mark.parametrize("status", [None, Status.APPROVED, Status.REJECTED])
@pytest.mark.parametrize("action", Action)
async def test_whatever_it_was_before_it_is_again(
    store: Store, site: Site, status: Status | None, action: Action
) -> None:
    comment = await accept(store, NAME)
    if status:
        await store.comments.apply_verdicts(NAME, [ruling(comment, status, asks=True)])
    before = await found(store, NAME, comment.id)
    act = await decided(store, [before], action)
    await undo(store, NAME, act.id, ALICE)
    assert told(await found(store, NAME, comment.id)) == told(before)
    assert await check_site(store.connection, NAME) == []


async def test_a_person_s_earlier_word_is_theirs_again(store: Store, site: Site) -> None:
    comment = await hold(store)
    await decided(store, [comment], Action.APPROVE)
    act = await decided(store, [await found(store, NAME, comment.id)], Action.SPAM)
    await undo(store, NAME, act.id, CHARLIE)
    after = await found(store, NAME, comment.id)
    assert (after.status, after.decided_by) == (Status.APPROVED, DecidedBy.PERSON)


async def test_what_was_out_unread_is_looked_at_again_by_the_model(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [unread(comment)])
    act = await decided(store, [await found(store, NAME, comment.id)], Action.REJECT)
    assert await store.pending.size(NAME) == 0
    await undo(store, NAME, act.id, ALICE)
    (lease,) = await store.pending.claim(NAME, lease_s=60, count=9)
    assert lease.comment_id == comment.id
    assert await check_site(store.connection, NAME) == []


async def test_a_bulk_act_is_undone_as_one_but_for_what_somebody_changed_since(
    store: Store, site: Site
) -> None:
    one, changed, edited, erased, two = comments = [await hold(store) for _ in range(5)]
    act = await decided(store, comments, Action.REJECT)
    await decided(store, [await found(store, NAME, changed.id)], Action.APPROVE)
    edit = transitions.of_edit(await found(store, NAME, edited.id), "Another.", BOB)
    await store.comments.apply(NAME, [edit])
    await store.comments.erase(erased, ALICE)
    undone = await undo(store, NAME, act.id, ALICE)
    assert undone.restored == [one.id, two.id]
    assert undone.skipped == [changed.id, edited.id, erased.id]
    assert await statuses(store, [one, changed, edited, two]) == [
        Status.HELD,
        Status.APPROVED,
        Status.PENDING,
        Status.HELD,
    ]


async def test_what_the_act_itself_came_too_late_for_is_not_touched(
    store: Store, site: Site
) -> None:
    """Somebody else's change makes just the version that the act would have made."""
    comment = await hold(store)
    await store.acts.remember(NAME, "alices", [comment])
    await store.comments.apply(NAME, [decision(comment, Status.APPROVED, CHARLIE, "charlies")])
    await store.comments.apply(NAME, [decision(comment, Status.SPAM, ALICE, "alices")])
    undone = await undo(store, NAME, "alices", ALICE)
    assert (undone.restored, undone.skipped) == ([], [comment.id])
    assert (await found(store, NAME, comment.id)).status is Status.APPROVED


async def test_undoing_twice_changes_nothing_more(store: Store, site: Site) -> None:
    comment = await hold(store)
    act = await decided(store, [comment], Action.SPAM)
    await undo(store, NAME, act.id, ALICE)
    undone = await undo(store, NAME, act.id, ALICE)
    assert (undone.restored, undone.skipped) == ([], [comment.id])
    assert (await found(store, NAME, comment.id)).version == comment.version + 2


async def test_reports_that_came_before_stand_with_it_again(store: Store, site: Site) -> None:
    comment = await accept(store, NAME, draft("fine"))
    await store.comments.apply_verdicts(NAME, [ruling(comment)])
    from_readers = transitions.of_report(
        await found(store, NAME, comment.id), Status.APPROVED, _REPORTED, 2, BOB
    )
    await store.comments.apply(NAME, [from_readers])
    act = await decided(store, [await found(store, NAME, comment.id)], Action.APPROVE)
    await undo(store, NAME, act.id, ALICE)
    assert (await store.queue.page(NAME, "reports", limit=9, cursor=None)).ids == [comment.id]


async def test_what_nobody_decided_cannot_be_undone(store: Store, site: Site) -> None:
    comment = await hold(store)
    act = await decided(store, [comment], Action.SPAM)
    for name, decision_id in ((NAME, "nothing"), ("gazette", act.id)):
        with pytest.raises(NotFoundError):
            await undo(store, name, decision_id, ALICE)


_REPORTED = Reason(code=ReasonCode.REPORTS, detail="2 readers.", value=2, threshold=3)


@pytest.mark.usefixtures("site")
async def test_who_may_not_undo_others_acts_may_undo_their_own(store: Store) -> None:
    comments = [await hold(store) for _ in range(2)]
    late = await found(store, NAME, comments[0].id)
    await decided(store, [late], Action.APPROVE)
    act = await decided(store, comments, Action.REJECT)  # the first of them came too late
    with pytest.raises(RoleError):
        await undo(store, NAME, act.id, CHARLIE, others=False)
    assert (await statuses(store, comments))[1] is Status.REJECTED
    undone = await undo(store, NAME, act.id, ALICE, others=False)
    assert undone.restored == [comments[1].id]
