"""What knocks alone is decided by what its knock told, if that still holds; else it is claimed."""

import asyncio

import pytest

from service.domain.comments import Author
from service.domain.policy import Mode, Policy
from service.domain.sites import Site
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.moderation.hearing import Hearing
from service.moderation.scoring import Scoring
from service.settings import WorkSettings
from service.store import transitions
from service.store.integrity import check_site
from service.store.knocks import Knock
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import BOB
from tests.rulings import decision
from tests.scorers import WatchedScorer
from tests.servers import Server
from tests.words import word

NAME = "courier"
LONG = "Come all to the fair on Sunday, there will be cake!"


@pytest.fixture
def scorer() -> WatchedScorer:
    return WatchedScorer()


async def open_worker(store: Store, scorer: WatchedScorer) -> Hearing:
    """Give a worker that has scored something, so that it knows policy and words."""
    scoring = Scoring(store, scorer, WorkSettings(batch_size=10, max_attempts=2))
    await accept(store, NAME)
    await scoring.score_batch(NAME)
    scorer.batches.clear()
    return Hearing(store, scorer, scoring)


@pytest.fixture
async def worker(store: Store, site: Site, scorer: WatchedScorer) -> Hearing:
    return await open_worker(store, scorer)


async def knock_of(store: Store, text: str, **more: object) -> Knock:
    """Accept a comment, and give its knock, which tells all about it."""
    async with store.knocks.listening() as ear:
        await accept(store, NAME, draft(text, **more))
        (knock,) = await ear.hear(5)
        await ear.cover()
    assert knock.lone is not None
    return knock


def id_of(knock: Knock) -> str:
    assert knock.lone is not None
    return knock.lone.comment.id


def scripts_run(redis_server: Server) -> int:
    return int(redis_server.redis.info("commandstats")["cmdstat_evalsha"]["calls"])


@pytest.mark.parametrize("text", ["awful", f"awful. {LONG}"], ids=["short", "long"])
async def test_what_came_alone_is_decided_by_one_script(
    store: Store, worker: Hearing, scorer: WatchedScorer, redis_server: Server, text: str
) -> None:
    await worker.answer(await knock_of(store, "hello"))  # from now on Redis has the script
    scorer.batches.clear()
    knock = await knock_of(store, text)
    before = scripts_run(redis_server)
    assert await worker.answer(knock) == 1
    assert scripts_run(redis_server) - before == 1
    assert scorer.batches == [[text]]
    now = await found(store, NAME, id_of(knock))
    assert (now.status, now.version, now.flood) == (Status.REJECTED, 2, None)
    assert await store.pending.size(NAME) == 0
    assert await check_site(store.connection, NAME) == []


async def test_who_wrote_it_and_where_counts_as_for_all(store: Store, worker: Hearing) -> None:
    await store.policies.put(NAME, Policy(version=2, author_pace=2))
    await store.policies.set_thread_mode(NAME, "moon", Mode.POST)
    for _ in range(2):
        await worker.answer(await knock_of(store, "A piece.", author=Author(id="dora")))
    knock = await knock_of(store, "A fine piece.", author=Author(id="dora"))
    await worker.answer(knock)
    now = await found(store, NAME, id_of(knock))
    assert (now.status, now.policy) == (Status.APPROVED, 2)
    assert [reason.code for reason in now.reasons] == [
        ReasonCode.FLOOD_BY_AUTHOR,
        ReasonCode.POST_MODERATION,
    ]


async def test_a_text_like_others_is_counted_among_them_and_not_read_again(
    store: Store, worker: Hearing, scorer: WatchedScorer
) -> None:
    await store.policies.put(NAME, Policy(version=2, repeats_held=2))
    await worker.answer(Knock(NAME))  # it knows the policy by now
    first = await knock_of(store, LONG)
    await worker.answer(first)
    second = await knock_of(store, f"{LONG}!")
    await worker.answer(second)
    assert scorer.batches == [[LONG], [f"{LONG}!"]]
    assert (await found(store, NAME, id_of(first))).status is Status.APPROVED
    now = await found(store, NAME, id_of(second))
    assert [(reason.code, reason.value) for reason in now.reasons] == [(ReasonCode.REPEATED, 2)]
    assert now.flood == (await found(store, NAME, id_of(first))).revision


@pytest.mark.parametrize("what", ["policy", "words"])
async def test_it_is_judged_by_what_the_site_goes_by_when_that_changes_meanwhile(
    store: Store, worker: Hearing, what: str
) -> None:
    knock = await knock_of(store, "A fine turnip.")
    if what == "policy":
        await store.policies.put(NAME, Policy(version=2, mode=Mode.HOLD_ALL))
    else:
        await store.words.put(NAME, [word("turnip")], most=10)
    assert await worker.answer(knock) == 1
    now = await found(store, NAME, id_of(knock))
    assert now.status is Status.HELD


async def test_a_text_that_was_edited_meanwhile_is_left_to_its_own_knock(
    store: Store, worker: Hearing
) -> None:
    knock = await knock_of(store, "A fine piece.")
    assert knock.lone is not None
    await store.comments.apply(NAME, [transitions.of_edit(knock.lone.comment, "awful", BOB)])
    await worker.answer(knock)
    assert (await found(store, NAME, id_of(knock))).status is Status.PENDING
    await worker.answer(Knock(NAME))
    assert (await found(store, NAME, id_of(knock))).status is Status.REJECTED


async def test_what_a_person_decided_meanwhile_stays(store: Store, worker: Hearing) -> None:
    knock = await knock_of(store, "awful")
    assert knock.lone is not None
    await store.comments.apply(NAME, [decision(knock.lone.comment, Status.APPROVED)])
    await worker.answer(knock)
    assert (await found(store, NAME, id_of(knock))).status is Status.APPROVED


async def test_what_the_model_fails_at_is_claimed_so_that_it_is_given_up_in_the_end(
    store: Store, worker: Hearing, redis_server: Server
) -> None:
    knock = await knock_of(store, "poison")
    await worker.answer(knock)
    assert redis_server.redis.hgetall("gr:{courier}:attempts") == {id_of(knock): "1"}
    assert (await found(store, NAME, id_of(knock))).status is Status.PENDING


async def test_what_was_claimed_before_it_is_heard_of_is_not_read_again(
    store: Store, site: Site, scorer: WatchedScorer
) -> None:
    scoring = Scoring(store, scorer, WorkSettings())
    worker = Hearing(store, scorer, scoring)
    await worker.answer(Knock(NAME))
    knock = await knock_of(store, "awful")
    await scoring.score_batch(NAME)
    assert await worker.answer(knock) == 1
    assert scorer.batches == [["awful"]]


async def test_of_several_that_hear_who_was_too_late_lets_others_begin_for_a_while(
    store: Store, worker: Hearing, scorer: WatchedScorer
) -> None:
    slow = WatchedScorer()
    late = await open_worker(store, slow)
    first = await knock_of(store, "one")
    await worker.answer(first)
    await late.answer(first)
    assert slow.batches == [["one"]]
    for _ in range(16):
        knock = await knock_of(store, "two")
        await asyncio.gather(late.answer(knock), worker.answer(knock))
    assert slow.batches == [["one"]]
    last = await knock_of(store, "three")
    await asyncio.gather(late.answer(last), worker.answer(last))
    assert slow.batches == [["one"], ["three"]]


async def test_who_lets_others_begin_does_what_nobody_else_does(
    store: Store, worker: Hearing
) -> None:
    knock = await knock_of(store, "one")
    assert knock.lone is not None
    await store.comments.apply(NAME, [decision(knock.lone.comment, Status.APPROVED)])
    await worker.answer(knock)
    left = await knock_of(store, "awful")
    assert await worker.answer(left) == 1
    assert (await found(store, NAME, id_of(left))).status is Status.REJECTED
