"""Judging a text at once, keeping nothing."""

import time
from collections.abc import Callable

import pytest

from service.domain.authors import Ban
from service.domain.comments import Comment, Draft
from service.domain.errors import UnavailableError
from service.domain.policy import Mode, Policy, Threshold
from service.domain.sites import Site
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.domain.words import Word, WordAction
from service.moderation import remembering
from service.moderation.assessing import Assessor
from service.moderation.scoring import Scoring
from service.settings import RedisSettings, WorkSettings
from service.store.redis import Store
from tests.drafts import THREAD, accept, draft, found
from tests.scorers import WordScorer
from tests.servers import Server

NAME = "courier"


class Silence:
    """Counts how often rules stood in."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def silence() -> Silence:
    return Silence()


@pytest.fixture
def assessor(store: Store, silence: Silence) -> Assessor:
    return Assessor(store, WordScorer(), silence)


async def decided(store: Store, sent: Draft) -> Comment:
    """Take a comment all the way through the record."""
    comment = await accept(store, NAME, sent)
    await Scoring(store, WordScorer(), WorkSettings()).score_batch(NAME)
    return await found(store, NAME, comment.id)


Prepare = Callable[[Store], object]


@pytest.mark.parametrize(
    "text",
    [
        "A fine piece.",
        "hmm, is it?",
        "awful, all of it",
        "casino casino",
        "they said it was awful",
        "zyzzyva zyzzyva",
        "\u200b",
        "a word of the list: turnip",
        " ".join(["https://a.example"] * 5),
    ],
)
async def test_it_comes_to_what_the_worker_comes_to(
    store: Store, site: Site, assessor: Assessor, text: str
) -> None:
    turnip = Word(phrase="turnip", action=WordAction.REJECT, created_at=1, by="alice")
    await store.words.put(NAME, [turnip], most=10)
    told = await assessor.assess(NAME, draft(text))
    comment = await decided(store, draft(text))
    assert (told.verdict.status, told.verdict.reasons) == (comment.status, comment.reasons)
    assert told.scores == comment.scores
    assert told.model == comment.model


async def test_it_keeps_nothing(
    store: Store, site: Site, assessor: Assessor, redis_server: Server
) -> None:
    before = {key: redis_server.redis.dump(key) for key in redis_server.redis.scan_iter()}
    await assessor.assess(NAME, draft("awful, and long enough to be the first of a flood"))
    assert {key: redis_server.redis.dump(key) for key in redis_server.redis.scan_iter()} == before


async def test_it_knows_who_is_banned_and_which_thread_is_closed(
    store: Store, site: Site, assessor: Assessor
) -> None:
    await store.authors.ban(NAME, Ban(identity="email:e", by="alice", at=1))
    banned = await assessor.assess(NAME, draft())
    assert banned.verdict.reasons[0].code is ReasonCode.BANNED
    await store.policies.set_thread_mode(NAME, THREAD.id, Mode.CLOSED)
    closed = await assessor.assess(NAME, draft(email_hash=None))
    assert closed.verdict.reasons[0].code is ReasonCode.THREAD_MODE


async def test_the_site_s_thresholds_go_before_the_model_s(
    store: Store, site: Site, assessor: Assessor
) -> None:
    strict = {"toxicity": Threshold(hold=0.1)}
    assert await store.policies.put(NAME, Policy(version=2, thresholds=strict))
    limits = await assessor.thresholds(NAME)
    assert (limits["toxicity"], limits["spam"]) == (
        Threshold(hold=0.1),
        Threshold(hold=0.4, reject=0.9),
    )


async def test_while_redis_is_silent_the_last_rules_stand_in_and_are_counted(
    server: Server,
    store: Store,
    site: Site,
    assessor: Assessor,
    silence: Silence,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remembering, "REMEMBERED_S", 0.0)
    strict = Policy(version=2, thresholds={"toxicity": Threshold(hold=0.0)})
    assert await store.policies.put(NAME, strict)
    assert (await assessor.assess(NAME, draft())).verdict.status is Status.HELD
    server.kill()
    assert (await assessor.assess(NAME, draft())).verdict.status is Status.HELD
    assert silence.times == 1
    with pytest.raises(UnavailableError):
        await assessor.thresholds("gazette")


async def test_a_frozen_redis_holds_nobody_up(
    server: Server, store: Store, site: Site, assessor: Assessor, silence: Silence
) -> None:
    await assessor.assess(NAME, draft())
    server.freeze()
    try:
        began = time.monotonic()
        while silence.times == 0:  # what was read lately is good for a second
            await assessor.assess(NAME, draft(email_hash=None, text="a text without an author"))
        assert time.monotonic() - began < RedisSettings().timeout_s
    finally:
        server.thaw()
