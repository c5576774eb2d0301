"""The orders of events that would lose a comment or overrule a person, each by itself."""

from dataclasses import replace

import pytest

from service.domain.comments import DecidedBy
from service.domain.sites import Site
from service.domain.statuses import Status
from service.store import transitions
from service.store.arrivals import Acceptance
from service.store.changes import Outcome
from service.store.integrity import check_site
from service.store.redis import Store
from tests.drafts import accept, arrival, found, good
from tests.people import ALICE, BOB, CHARLIE
from tests.rulings import decision, ruling
from tests.servers import Server

NAME = "courier"


@pytest.mark.parametrize("verdict", [Status.APPROVED, Status.HELD, Status.REJECTED, Status.SPAM])
async def test_a_person_decides_between_claim_and_commit_and_stays_right(
    store: Store, site: Site, verdict: Status
) -> None:
    comment = await accept(store, NAME)
    await store.pending.claim(NAME, lease_s=60, count=1)
    await store.comments.apply(NAME, [decision(comment, Status.REJECTED)])
    assert await store.comments.apply_verdicts(NAME, [ruling(comment, verdict)]) == [Outcome.STALE]
    now = await found(store, NAME, comment.id)
    assert (now.status, now.decided_by, now.version) == (Status.REJECTED, DecidedBy.PERSON, 2)


async def test_a_person_holds_a_comment_back_and_no_late_verdict_lets_it_out(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    await store.comments.apply(NAME, [decision(comment, Status.HELD)])
    assert await store.comments.apply_verdicts(NAME, [ruling(comment)]) == [Outcome.STALE]
    assert (await found(store, NAME, comment.id)).status is Status.HELD


async def test_two_workers_have_claimed_one_comment_and_the_first_commit_counts(
    store: Store, site: Site, redis_server: Server
) -> None:
    comment = await accept(store, NAME)
    await store.pending.claim(NAME, lease_s=0.001, count=1)
    redis_server.redis.zadd("gr:{courier}:pending", {comment.id: 0})  # the lease is over
    (lease,) = await store.pending.claim(NAME, lease_s=60, count=1)
    assert (lease.comment_id, lease.attempt) == (comment.id, 2)
    outcomes = [
        (await store.comments.apply_verdicts(NAME, [ruling(comment, verdict)]))[0]
        for verdict in (Status.HELD, Status.APPROVED)
    ]
    assert outcomes == [Outcome.DONE, Outcome.STALE]
    assert (await found(store, NAME, comment.id)).status is Status.HELD
    assert len(await store.comments.history(NAME, comment.id)) == 2


async def test_one_verdict_sent_twice_in_one_batch_counts_once(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    outcomes = await store.comments.apply_verdicts(NAME, [ruling(comment), ruling(comment)])
    assert outcomes == [Outcome.DONE, Outcome.STALE]


async def test_an_accept_whose_answer_was_lost_is_repeated_and_stands_once(
    store: Store, site: Site
) -> None:
    first = arrival(key="k")
    ((_, comment_id),) = good(await store.comments.accept(NAME, [first]))
    again = arrival(first.draft, key="k")
    assert good(await store.comments.accept(NAME, [again])) == [(Acceptance.REPEATED, comment_id)]
    assert await store.pending.size(NAME) == 1
    assert len(await store.comments.history(NAME, comment_id)) == 1


async def test_a_repeated_accept_does_not_bring_a_decided_comment_back(
    store: Store, site: Site
) -> None:
    first = arrival(key="k")
    ((_, comment_id),) = good(await store.comments.accept(NAME, [first]))
    comment = await found(store, NAME, comment_id)
    await store.comments.apply(NAME, [decision(comment, Status.REJECTED)])
    await store.comments.accept(NAME, [arrival(first.draft, key="k")])
    assert (await found(store, NAME, comment_id)).status is Status.REJECTED
    assert await store.pending.size(NAME) == 0


async def test_a_verdict_on_a_text_that_was_edited_meanwhile_is_refused(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    await store.pending.claim(NAME, lease_s=60, count=1)
    await store.comments.apply(NAME, [transitions.of_edit(comment, "Another text.", BOB)])
    assert await store.comments.apply_verdicts(NAME, [ruling(comment)]) == [Outcome.STALE]
    (lease,) = await store.pending.claim(NAME, lease_s=60, count=1)
    assert (lease.comment_id, lease.attempt) == (comment.id, 1)


async def test_a_verdict_on_an_erased_comment_does_not_bring_it_back(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    await store.pending.claim(NAME, lease_s=60, count=1)
    await store.comments.erase(comment, ALICE)
    assert await store.comments.apply_verdicts(NAME, [ruling(comment)]) == [Outcome.MISSING]
    assert await store.comments.get(NAME, comment.id) is None
    assert await check_site(store.connection, NAME) == []


async def test_of_two_people_who_saw_the_same_version_the_second_is_refused(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    theirs = [decision(comment, Status.APPROVED), decision(comment, Status.SPAM, CHARLIE)]
    assert await store.comments.apply(NAME, theirs) == [Outcome.DONE, Outcome.STALE]
    assert (await found(store, NAME, comment.id)).status is Status.APPROVED


@pytest.mark.parametrize(
    "expected", [{"status": "held"}, {"version": "2"}, {"revision": "of another text"}]
)
async def test_each_thing_a_change_expects_refuses_it_by_itself(
    store: Store, site: Site, expected: dict[str, str]
) -> None:
    comment = await accept(store, NAME)
    change = replace(decision(comment), expect=expected)
    assert await store.comments.apply(NAME, [change]) == [Outcome.STALE]
    assert await found(store, NAME, comment.id) == comment


async def test_a_change_of_a_comment_that_never_was_makes_nothing(
    store: Store, site: Site, redis_server: Server
) -> None:
    comment = await accept(store, NAME)
    redis_server.redis.flushall()
    assert await store.comments.apply(NAME, [decision(comment)]) == [Outcome.MISSING]
    assert redis_server.redis.dbsize() == 0
