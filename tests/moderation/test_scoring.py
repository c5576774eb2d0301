"""What is due is claimed, scored as one batch, judged, and committed; poison goes to a person."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.domain.comments import Comment, Signal
from service.domain.policy import Mode, Policy, Threshold, Unscored
from service.domain.sites import Site
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.moderation.scoring import Scoring
from service.settings import RedisSettings, WorkSettings
from service.store import transitions
from service.store.integrity import check_site
from service.store.redis import Store, open_store
from tests.drafts import accept, draft, found
from tests.people import ALICE, BOB
from tests.rulings import decision
from tests.scorers import WatchedScorer, WordScorer
from tests.servers import Server

NAME = "courier"


@pytest.fixture
def scorer() -> WatchedScorer:
    return WatchedScorer()


@pytest.fixture
def scoring(store: Store, scorer: WatchedScorer) -> Scoring:
    return Scoring(store, scorer, WorkSettings(batch_size=10, max_attempts=2))


async def accept_all(store: Store, *texts: str) -> list[Comment]:
    return [await accept(store, NAME, draft(text)) for text in texts]


def leases_run_out(server: Server) -> None:
    for id_ in server.redis.zrange("gr:{courier}:pending", 0, -1):
        server.redis.zadd("gr:{courier}:pending", {str(id_): 0})


@pytest.mark.parametrize(
    ("text", "status", "why"),
    [
        ("A fine piece.", Status.APPROVED, (ReasonCode.CLEAN, None)),
        ("hmm", Status.HELD, (ReasonCode.SCORE, "toxicity")),
        ("awful", Status.REJECTED, (ReasonCode.SCORE, "toxicity")),
        ("casino", Status.SPAM, (ReasonCode.SCORE, "spam")),
        ("zyzzyva", Status.HELD, (ReasonCode.UNFAMILIAR, None)),
    ],
)
async def test_a_comment_is_decided_by_its_scores_and_says_why(
    store: Store, site: Site, scoring: Scoring, text: str, status: Status, why: object
) -> None:
    (comment,) = await accept_all(store, text)
    assert await scoring.score_batch(NAME) == 1
    now = await found(store, NAME, comment.id)
    assert (now.status, now.model, now.policy) == (status, "m-words", 1)
    assert [(reason.code, reason.label) for reason in now.reasons] == [why]
    assert set(now.scores) == set(WordScorer.labels)


async def test_a_quotation_is_held_where_its_words_would_be_refused(
    store: Store, site: Site, scoring: Scoring
) -> None:
    quoted, harmless = await accept_all(store, "they said awful things", "they said hello")
    await scoring.score_batch(NAME)
    held = await found(store, NAME, quoted.id)
    assert held.status is Status.HELD
    assert {reason.code for reason in held.reasons} == {ReasonCode.HEDGED, ReasonCode.SCORE}
    assert (await found(store, NAME, harmless.id)).status is Status.APPROVED


async def test_all_that_is_due_is_scored_as_one_batch(
    store: Store, site: Site, scoring: Scoring, scorer: WatchedScorer
) -> None:
    await accept_all(store, "one", "two", "three")
    assert await scoring.score_batch(NAME) == 3
    assert scorer.batches == [["one", "two", "three"]]
    assert await scoring.score_batch(NAME) == 0


async def test_a_batch_is_no_larger_than_the_setting_says(
    store: Store, site: Site, scoring: Scoring
) -> None:
    await accept_all(store, *map(str, range(12)))
    assert [await scoring.score_batch(NAME) for _ in range(3)] == [10, 2, 0]


async def test_the_sites_thresholds_go_before_what_the_model_recommends(
    store: Store, scoring: Scoring
) -> None:
    strict = Policy(thresholds={"toxicity": Threshold(hold=0.0)})
    await store.sites.add(Site(name=NAME, title="Strict"), strict)
    clean, spam = await accept_all(store, "A fine piece.", "casino")
    await scoring.score_batch(NAME)
    assert (await found(store, NAME, clean.id)).status is Status.HELD
    assert (await found(store, NAME, spam.id)).status is Status.SPAM


async def test_what_the_way_in_noticed_is_weighed(
    store: Store, site: Site, scoring: Scoring
) -> None:
    comment = await accept(store, NAME, draft(signals=(Signal.HONEYPOT,)))
    await scoring.score_batch(NAME)
    assert (await found(store, NAME, comment.id)).status is Status.SPAM


@pytest.mark.parametrize("bad", ["poison", "nothing"])
async def test_the_good_are_decided_and_what_cannot_be_scored_ends_with_a_person(
    store: Store,
    site: Site,
    scoring: Scoring,
    scorer: WatchedScorer,
    redis_server: Server,
    bad: str,
) -> None:
    good, poison, fine = await accept_all(store, "good", bad, "fine")
    await scoring.score_batch(NAME)
    assert (await found(store, NAME, good.id)).status is Status.APPROVED
    assert (await found(store, NAME, fine.id)).status is Status.APPROVED
    assert (await found(store, NAME, poison.id)).status is Status.PENDING

    scorer.batches.clear()
    while (await found(store, NAME, poison.id)).status is Status.PENDING:
        leases_run_out(redis_server)
        assert await scoring.score_batch(NAME) == 1
    assert scorer.batches == [[bad]]  # the second and last attempt
    held = await found(store, NAME, poison.id)
    assert [reason.code for reason in held.reasons] == [ReasonCode.NOT_SCORED]
    assert (held.status, held.scores) == (Status.HELD, {})
    assert await check_site(store.connection, NAME) == []


async def test_what_was_tried_before_goes_alone_and_after_what_is_new(
    store: Store, site: Site, scoring: Scoring, scorer: WatchedScorer, redis_server: Server
) -> None:
    await accept_all(store, "old one", "old two")
    await store.pending.claim(NAME, lease_s=60, count=9)  # a worker that died
    leases_run_out(redis_server)
    await accept_all(store, "new one", "new two")
    await scoring.score_batch(NAME)
    assert scorer.batches[0] == ["new one", "new two"]
    assert sorted(scorer.batches[1:]) == [["old one"], ["old two"]]


async def test_what_was_decided_edited_or_erased_while_it_was_scored_stays_so(
    store: Store,
    site: Site,
    scoring: Scoring,
    scorer: WatchedScorer,
    redis_settings: RedisSettings,
) -> None:
    decided, edited, erased, untouched = await accept_all(store, "a", "b", "c", "d")

    async def act() -> None:
        async with open_store(redis_settings) as theirs:
            await theirs.comments.apply(NAME, [decision(decided, Status.SPAM)])
            await theirs.comments.apply(NAME, [transitions.of_edit(edited, "B", BOB)])
            await theirs.comments.erase(erased, ALICE)

    with ThreadPoolExecutor() as elsewhere:
        scorer.meanwhile = lambda: elsewhere.submit(asyncio.run, act()).result()
        await scoring.score_batch(NAME)
    assert (await found(store, NAME, decided.id)).status is Status.SPAM
    assert (await found(store, NAME, edited.id)).status is Status.PENDING
    assert await store.comments.get(NAME, erased.id) is None
    assert (await found(store, NAME, untouched.id)).status is Status.APPROVED


async def test_an_id_that_stands_for_no_comment_is_dropped(
    store: Store, site: Site, scoring: Scoring, redis_server: Server
) -> None:
    redis_server.redis.zadd("gr:{courier}:pending", {"nobody": 0})
    (comment,) = await accept_all(store, "fine")
    assert await scoring.score_batch(NAME) == 2
    assert await store.pending.size(NAME) == 0
    assert (await found(store, NAME, comment.id)).status is Status.APPROVED


# ── what could not be scored ──

PUBLISH = Policy(version=2, unscored=Unscored.PUBLISH)


async def out_unread(store: Store, scoring: Scoring, server: Server, text: str) -> Comment:
    """Have a comment published without a score, as the site's rule says."""
    await store.policies.put(NAME, PUBLISH)
    (comment,) = await accept_all(store, text)
    while (await found(store, NAME, comment.id)).status is Status.PENDING:
        leases_run_out(server)
        await scoring.score_batch(NAME)
    return await found(store, NAME, comment.id)


async def test_what_went_out_unread_is_looked_at_again_when_scoring_is_back(
    store: Store, site: Site, scorer: WatchedScorer, scoring: Scoring, redis_server: Server
) -> None:
    scorer.broken = True
    out = await out_unread(store, scoring, redis_server, "awful")
    assert (out.status, out.scores, out.awaits) == (Status.APPROVED, {}, False)
    assert [reason.code for reason in out.reasons] == [ReasonCode.NOT_SCORED]
    assert await check_site(store.connection, NAME) == []
    scorer.broken = False
    leases_run_out(redis_server)
    assert await scoring.score_batch(NAME) == 1
    after = await found(store, NAME, out.id)
    assert (after.status, after.scores["toxicity"]) == (Status.REJECTED, 0.95)
    assert await store.pending.size(NAME) == 0


async def test_while_scoring_is_away_it_is_put_off_without_new_versions(
    store: Store, site: Site, scorer: WatchedScorer, scoring: Scoring, redis_server: Server
) -> None:
    out = await out_unread(store, scoring, redis_server, "poison")
    for _ in range(5):
        leases_run_out(redis_server)
        assert await scoring.score_batch(NAME) == 1
        assert await scoring.score_batch(NAME) == 0  # not at once
    assert await found(store, NAME, out.id) == out
    assert not redis_server.redis.exists("gr:{courier}:attempts")


async def test_what_no_worker_survives_looking_at_again_goes_to_a_person(
    store: Store, site: Site, scorer: WatchedScorer, scoring: Scoring, redis_server: Server
) -> None:
    out = await out_unread(store, scoring, redis_server, "poison")
    for _ in range(2):
        leases_run_out(redis_server)
        await store.pending.claim(NAME, lease_s=60, count=9)  # a worker that died
    leases_run_out(redis_server)
    await scoring.score_batch(NAME)
    after = await found(store, NAME, out.id)
    assert (after.status, after.awaits) == (Status.APPROVED, True)
    assert await store.pending.size(NAME) == 0
    assert await check_site(store.connection, NAME) == []


async def test_a_person_s_decision_in_between_stays(
    store: Store, site: Site, scorer: WatchedScorer, scoring: Scoring, redis_server: Server
) -> None:
    out = await out_unread(store, scoring, redis_server, "poison")
    await store.comments.apply(NAME, [decision(out, Status.SPAM)])
    leases_run_out(redis_server)
    assert await scoring.score_batch(NAME) == 0
    assert (await found(store, NAME, out.id)).status is Status.SPAM


# ── the site's mode ──


@pytest.mark.parametrize(
    ("mode", "text", "status", "awaits"),
    [
        (Mode.PRE, "hmm", Status.HELD, True),
        (Mode.PRE, "fine", Status.APPROVED, False),
        (Mode.POST, "hmm", Status.APPROVED, True),
        (Mode.POST, "fine", Status.APPROVED, False),
        (Mode.POST, "awful", Status.REJECTED, False),
        (Mode.HOLD_ALL, "fine", Status.HELD, True),
        (Mode.HOLD_ALL, "awful", Status.REJECTED, False),
        (Mode.CLOSED, "fine", Status.REJECTED, False),
    ],
)
async def test_the_mode_says_when_a_comment_goes_out(
    store: Store,
    site: Site,
    scoring: Scoring,
    mode: Mode,
    text: str,
    status: Status,
    *,
    awaits: bool,
) -> None:
    await store.policies.put(NAME, Policy(version=2, mode=mode))
    (comment,) = await accept_all(store, text)
    await scoring.score_batch(NAME)
    after = await found(store, NAME, comment.id)
    assert (after.status, after.awaits, after.policy) == (status, awaits, 2)
    assert await store.queue.size(NAME) == awaits
    assert await check_site(store.connection, NAME) == []


async def test_a_flood_is_held_from_the_limit_on_and_stands_on_one_card(
    store: Store, site: Site, scoring: Scoring
) -> None:
    await store.policies.put(NAME, Policy(version=2, repeats_held=3, author_pace=99))
    text = "Come all to the fair on Sunday, there will be cake! No {}."
    comments = await accept_all(store, *(text.format(n) for n in range(5)))
    await scoring.score_batch(NAME)
    after = [await found(store, NAME, comment.id) for comment in comments]
    assert [c.status for c in after] == [Status.APPROVED] * 2 + [Status.HELD] * 3
    assert {c.flood for c in after[1:]} == {comments[0].revision}
    page = await store.queue.page(NAME, "priority", limit=9, cursor=None)
    assert page.ids == [comments[2].id]
