"""Second opinions: blind, counted, and without a say in what a comment is."""

import asyncio

import pytest

from service.domain.comments import Comment
from service.domain.errors import NotAllowedError, NotFoundError, RoleError, StaleError
from service.domain.policy import Policy
from service.domain.second_reviews import Answered, is_drawn
from service.domain.statuses import Action, Status
from service.domain.verdicts import ReasonCode
from service.moderation.policies import change_policy
from service.moderation.reviewing_again import (
    answer_again,
    read_again,
    read_disputes,
    settle_dispute,
)
from service.moderation.statistics import read_statistics
from service.moderation.undoing import undo
from service.store import second_reviews
from service.store.keys import SiteKeys
from service.store.redis import Store
from tests.drafts import found
from tests.moderation.people_at_work import NAME, decided, hold
from tests.people import ALICE

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
async def all_drawn(store: Store, site: object) -> None:
    await change_policy(store, NAME, Policy(second_review_share=1.0), ALICE, seen=1)


async def reviewed(store: Store, action: Action = Action.REJECT) -> Comment:
    """Have Alice decide a comment that was held."""
    comment = await hold(store)
    await decided(store, [comment], action)
    return await found(store, NAME, comment.id)


async def answer(store: Store, comment: Comment, action: Action, by: str = "charlie") -> Answered:
    return await answer_again(store, NAME, comment.id, comment.version, action, by)


def test_a_share_is_drawn_and_always_the_same() -> None:
    ids = [f"comment-{number}" for number in range(2_000)]
    drawn = [id_ for id_ in ids if is_drawn(id_, 0.1)]
    assert 150 < len(drawn) < 250
    assert drawn == [id_ for id_ in ids if is_drawn(id_, 0.1)]
    assert not any(is_drawn(id_, 0.0) for id_ in ids)
    assert all(is_drawn(id_, 1.0) for id_ in ids)


async def test_nobody_is_asked_unless_the_policy_says_so(store: Store) -> None:
    await reviewed(store)
    assert await read_again(store, NAME, "charlie") == []


@pytest.mark.usefixtures("all_drawn")
async def test_somebody_else_is_asked_and_does_not_see_what_was_said(store: Store) -> None:
    comment = await reviewed(store)
    (blind,) = await read_again(store, NAME, "charlie")
    assert (blind.id, blind.version, blind.text) == (comment.id, comment.version, comment.text)
    assert (blind.status, blind.decided_by, blind.decision) == (Status.HELD, None, None)
    assert {reason.code for reason in blind.reasons} == {ReasonCode.SCORE, ReasonCode.TOO_LONG}
    assert await read_again(store, NAME, "alice") == []
    with pytest.raises(RoleError):
        await answer(store, comment, Action.REJECT, by="alice")


@pytest.mark.usefixtures("all_drawn")
async def test_who_agrees_is_counted_and_asked_no_more(store: Store) -> None:
    comment = await reviewed(store)
    assert await answer(store, comment, Action.REJECT) is Answered.AGREED
    assert await read_again(store, NAME, "doris") == []
    assert await read_disputes(store, NAME) == []
    with pytest.raises(NotFoundError):
        await answer(store, comment, Action.REJECT, by="doris")


@pytest.mark.usefixtures("all_drawn")
async def test_who_disagrees_changes_nothing_and_a_lead_is_shown_both(store: Store) -> None:
    comment = await reviewed(store)
    assert await answer(store, comment, Action.APPROVE) is Answered.DISPUTED
    assert await found(store, NAME, comment.id) == comment
    (dispute,) = await read_disputes(store, NAME)
    assert dispute.comment == comment
    assert (dispute.first.by, dispute.first.status) == ("alice", Status.REJECTED)
    assert (dispute.second.by, dispute.second.status) == ("charlie", Status.APPROVED)
    assert dispute.first.at <= dispute.second.at


@pytest.mark.usefixtures("all_drawn")
async def test_the_last_word_is_a_decision_or_that_the_first_stands(store: Store) -> None:
    one, two = await reviewed(store), await reviewed(store)
    for comment in (one, two):
        await answer(store, comment, Action.APPROVE)
    await settle_dispute(store, NAME, one.id)
    with pytest.raises(NotFoundError):
        await settle_dispute(store, NAME, one.id)
    await decided(store, [two], Action.APPROVE)
    assert await read_disputes(store, NAME) == []
    assert (await found(store, NAME, one.id)).status is Status.REJECTED
    left = await store.connection.call("KEYS", SiteKeys(NAME).second("*"))
    assert left == []


@pytest.mark.usefixtures("all_drawn")
async def test_what_changes_is_asked_about_no_more(store: Store) -> None:
    comment = await hold(store)
    act = await decided(store, [comment], Action.SPAM)
    seen = await found(store, NAME, comment.id)
    await undo(store, NAME, act.id, ALICE)
    with pytest.raises(StaleError):
        await answer(store, seen, Action.SPAM)
    assert await read_again(store, NAME, "charlie") == []
    assert await store.connection.call("KEYS", SiteKeys(NAME).second("*")) == []


@pytest.mark.usefixtures("all_drawn")
async def test_only_the_first_word_of_a_person_is_asked_about(store: Store) -> None:
    comment = await reviewed(store)
    await decided(store, [comment], Action.APPROVE)
    held = await hold(store)
    await decided(store, [held], Action.REJECT)
    again = await found(store, NAME, held.id)
    await decided(store, [again], Action.HOLD)
    assert await read_again(store, NAME, "charlie") == []


@pytest.mark.usefixtures("all_drawn")
async def test_of_two_who_answer_at_once_one_is_counted(store: Store) -> None:
    comment = await reviewed(store)
    answers = await asyncio.gather(
        *(answer(store, comment, Action.REJECT, by=f"m{n}") for n in range(5)),
        return_exceptions=True,
    )
    assert answers.count(Answered.AGREED) == 1
    assert (await read_statistics(store, NAME)).second_reviews.count == 1


@pytest.mark.usefixtures("all_drawn")
async def test_how_far_people_agree_is_told_as_kappa(store: Store) -> None:
    for first, second, times in (
        (Action.REJECT, Action.REJECT, 3),
        (Action.APPROVE, Action.APPROVE, 3),
        (Action.REJECT, Action.APPROVE, 1),
        (Action.APPROVE, Action.REJECT, 1),
    ):
        for _ in range(times):
            await answer(store, await reviewed(store, first), second)
    told = (await read_statistics(store, NAME)).second_reviews
    assert (told.count, told.agreed) == (8, 6)
    assert told.kappa == pytest.approx(0.5)
    assert told.low is not None
    assert told.high is not None
    assert told.low < 0.5 < told.high


async def test_to_hold_is_no_opinion(store: Store) -> None:
    with pytest.raises(NotAllowedError):
        await answer(store, await hold(store), Action.HOLD)


@pytest.mark.usefixtures("all_drawn")
async def test_what_waits_is_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_reviews, "WAITING_AT_MOST", 2)
    monkeypatch.setattr(second_reviews, "DISPUTES_AT_MOST", 1)
    comments = [await reviewed(store) for _ in range(3)]
    waiting = {comment.id for comment in await read_again(store, NAME, "charlie")}
    assert waiting == {comment.id for comment in comments[1:]}
    for comment in comments[1:]:
        await answer(store, comment, Action.APPROVE)
    (dispute,) = await read_disputes(store, NAME)
    assert dispute.comment.id == comments[2].id
    assert await store.connection.call("HLEN", SiteKeys(NAME).second("firsts")) == 1


@pytest.mark.usefixtures("all_drawn")
async def test_what_waited_too_long_is_asked_about_no_more(store: Store) -> None:
    old = await reviewed(store)
    await store.connection.call("ZADD", SiteKeys(NAME).second("waiting"), "XX", 1, old.id)
    new = await reviewed(store)
    assert [comment.id for comment in await read_again(store, NAME, "charlie")] == [new.id]
