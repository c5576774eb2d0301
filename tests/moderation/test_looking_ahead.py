"""What a worker heard of it studies while it claims it; what the claim gives is what is decided."""

import pytest

from service.domain.comments import Comment
from service.domain.policy import Mode, Policy
from service.domain.sites import Site
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.moderation.scoring import Scoring
from service.settings import WorkSettings
from service.store import transitions
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import BOB
from tests.scorers import WatchedScorer

NAME = "courier"


@pytest.fixture
def scorer() -> WatchedScorer:
    return WatchedScorer()


@pytest.fixture
async def worker(store: Store, site: Site, scorer: WatchedScorer) -> Scoring:
    """A worker that has scored something, so that it knows the policy."""
    scoring = Scoring(store, scorer, WorkSettings(batch_size=10, max_attempts=2))
    await accept(store, NAME)
    await scoring.score_batch(NAME)
    scorer.batches.clear()
    return scoring


async def heard_of(store: Store, text: str) -> Comment:
    """Accept a comment, and give it as a worker hears of it."""
    async with store.knocks.listening() as ear:
        await accept(store, NAME, draft(text))
        (knock,) = await ear.hear(5)
        await ear.cover()
    assert knock.comment is not None
    return knock.comment


async def test_what_was_heard_of_is_read_once_and_decided(
    store: Store, worker: Scoring, scorer: WatchedScorer
) -> None:
    comment = await heard_of(store, "awful")
    assert await worker.score_batch(NAME, comment) == 1
    assert scorer.batches == [["awful"]]
    now = await found(store, NAME, comment.id)
    assert (now.status, now.version) == (Status.REJECTED, 2)


async def test_what_was_heard_of_is_scored_with_all_else_that_is_due(
    store: Store, worker: Scoring
) -> None:
    other = await accept(store, NAME, draft("casino"))
    comment = await heard_of(store, "awful")
    assert await worker.score_batch(NAME, comment) == 2
    assert (await found(store, NAME, other.id)).status is Status.SPAM
    assert (await found(store, NAME, comment.id)).status is Status.REJECTED


async def test_what_was_heard_of_is_judged_by_the_policy_of_its_claim(
    store: Store, worker: Scoring
) -> None:
    comment = await heard_of(store, "A fine piece.")
    await store.policies.put(NAME, Policy(version=2, mode=Mode.HOLD_ALL))
    await worker.score_batch(NAME, comment)
    now = await found(store, NAME, comment.id)
    assert (now.status, now.policy) == (Status.HELD, 2)


async def test_what_was_heard_of_and_edited_is_judged_by_its_new_text(
    store: Store, worker: Scoring
) -> None:
    comment = await heard_of(store, "A fine piece.")
    await store.comments.apply(NAME, [transitions.of_edit(comment, "awful", BOB)])
    await worker.score_batch(NAME, comment)
    assert (await found(store, NAME, comment.id)).status is Status.REJECTED


async def test_what_was_heard_of_and_killed_a_worker_before_is_given_up_like_all(
    store: Store, worker: Scoring
) -> None:
    comment = await heard_of(store, "A fine piece.")
    for _ in range(3):
        await store.pending.claim(NAME, lease_s=0, count=1)
    assert await worker.score_batch(NAME, comment) == 1
    now = await found(store, NAME, comment.id)
    assert [reason.code for reason in now.reasons] == [ReasonCode.NOT_SCORED]


async def test_who_was_too_late_reads_nothing_ahead_for_a_while(
    store: Store, worker: Scoring, scorer: WatchedScorer
) -> None:
    comment = await heard_of(store, "one")
    await store.pending.claim(NAME, lease_s=30, count=1)  # another worker
    assert await worker.score_batch(NAME, comment) == 0
    assert scorer.batches == [["one"]]
    for _ in range(16):
        await worker.score_batch(NAME, comment)
    assert scorer.batches == [["one"]]
    await worker.score_batch(NAME, comment)
    assert scorer.batches == [["one"], ["one"]]
