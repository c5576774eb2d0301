"""Claiming review items: nobody gets what another has, and everybody gets what they asked for."""

import asyncio
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from service.domain.comments import Author, Thread
from service.domain.sites import Site
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.moderation import claiming
from service.moderation.claiming import claim_items
from service.moderation.reviewing import Order, ReviewQuery, read_queue
from service.settings import RedisSettings
from service.store.integrity import check_site
from service.store.redis import Store
from tests.drafts import accept, arrival, draft, good
from tests.moderation.people_at_work import NAME, hold
from tests.rulings import ruling
from tests.servers import Server

ROOT = Path(__file__).parents[2]
HELD, PROCESSES, CLAIMERS = 10_000, 4, 50
ANY = ReviewQuery()


async def hold_many(store: Store, count: int) -> set[str]:
    """Get many held comments into the record."""
    ids: set[str] = set()
    for _ in range(count // 500):
        answers = good(await store.comments.accept(NAME, [arrival() for _ in range(500)]))
        comments = await store.comments.get_many(NAME, [id_ for _, id_ in answers])
        rulings = [ruling(comment, Status.HELD) for comment in comments if comment]
        await store.comments.apply_verdicts(NAME, rulings)
        ids |= {ruling.comment.id for ruling in rulings}
    return ids


async def start_claimers(url: str, process: int) -> list[tuple[str, str]]:
    """Run a process of claimers; gives (moderator, id) for each item won."""
    names = [f"{process}-{n}" for n in range(CLAIMERS)]
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.moderation.claimers",
        url,
        NAME,
        *names,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    written, _ = await running.communicate()
    assert running.returncode == 0
    rows = [line.split() for line in written.decode().splitlines()]
    return [(moderator, id_) for moderator, id_ in rows]


async def test_of_ten_thousand_items_two_hundred_claimers_get_each_exactly_once(
    store: Store, site: Site, redis_settings: RedisSettings, redis_server: Server
) -> None:
    held = await hold_many(store, HELD)
    processes = [start_claimers(redis_settings.url, process) for process in range(PROCESSES)]
    won = [pair for pairs in await asyncio.gather(*processes) for pair in pairs]
    assert Counter(id_ for _, id_ in won) == Counter(held)
    claimants = redis_server.redis.hgetall("gr:{courier}:claimants")
    assert claimants == {id_: moderator for moderator, id_ in won}
    assert len({moderator.partition("-")[0] for moderator, _ in won}) > 1
    assert await check_site(store.connection, NAME) == []


async def claimed(store: Store, query: ReviewQuery, who: str = "alice") -> list[str]:
    return [item.comment.id for item in await claim_items(store, NAME, query, who)]


async def test_an_item_comes_with_who_has_it_and_until_when(store: Store, site: Site) -> None:
    comment = await hold(store)
    (item,) = await claim_items(store, NAME, ANY, "alice")
    assert item.comment == comment
    assert item.claim is not None
    assert item.claim.moderator == "alice"
    (left,) = (await read_queue(store, NAME, ANY)).items
    assert left.claim == item.claim


async def test_it_lasts_ten_minutes(store: Store, site: Site, redis_server: Server) -> None:
    await hold(store)
    seconds, micros = redis_server.redis.time()
    (item,) = await claim_items(store, NAME, ANY, "alice")
    assert item.claim is not None
    assert item.claim.until - (seconds * 1000 + micros // 1000) == pytest.approx(600_000, abs=5_000)


async def test_what_is_out_and_awaits_a_person_is_handed_out_too(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment, Status.APPROVED, asks=True)])
    assert await claimed(store, replace(ANY, status=Status.HELD)) == []
    assert await claimed(store, ANY) == [comment.id]


@pytest.mark.parametrize(
    "query",
    [
        ReviewQuery(thread="sun"),
        ReviewQuery(author="dora"),
        ReviewQuery(q="moon"),
        ReviewQuery(min_score=0.75),
        ReviewQuery(label="toxicity", order=Order.SCORE, min_score=0.75),
        ReviewQuery(thread="sun", order=Order.OLDEST, status=Status.HELD),
    ],
)
async def test_whoever_asks_for_some_gets_them_however_deep_they_stand(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch, query: ReviewQuery
) -> None:
    monkeypatch.setattr(claiming, "_CLAIM_FROM", 2)
    for _ in range(5):
        await hold(store, score=0.5)
    sent = draft("Over the moon", thread=Thread(id="sun"), author=Author(id="dora"))
    wanted = await accept(store, NAME, sent)
    await store.comments.apply_verdicts(NAME, [ruling(wanted, Status.HELD, 0.8)])
    for _ in range(5):
        await hold(store, score=0.5)
    assert await claimed(store, replace(query, limit=1)) == [wanted.id]
    assert await claimed(store, replace(query, limit=1), "charlie") == []
    assert len(await claimed(store, replace(ANY, limit=50), "charlie")) == 10


@pytest.mark.parametrize("order", [Order.OLDEST, Order.NEWEST])
@pytest.mark.parametrize("q", [None, "hmm"])
async def test_items_come_in_the_order_asked_for(
    store: Store, site: Site, order: Order, q: str | None
) -> None:
    items = [(await hold(store)).id for _ in range(4)]
    expected = items if order is Order.OLDEST else items[::-1]
    query = ReviewQuery(order=order, q=q, limit=2)
    assert await claimed(store, query) == expected[:2]
    assert await claimed(store, query, "charlie") == expected[2:]


async def test_a_reason_s_items_are_claimed_from_its_own_part(store: Store, site: Site) -> None:
    comment = await hold(store)
    assert await claimed(store, ReviewQuery(reason=ReasonCode.BANNED)) == []
    assert await claimed(store, ReviewQuery(reason=ReasonCode.SCORE)) == [comment.id]


async def test_what_others_have_is_told_apart(store: Store, site: Site) -> None:
    first, second = [(await hold(store, score=score)).id for score in (0.5, 0.7)]
    await claimed(store, replace(ANY, limit=1))
    free = await read_queue(store, NAME, replace(ANY, claimed=False))
    taken = await read_queue(store, NAME, replace(ANY, claimed=True))
    assert [item.comment.id for item in free.items] == [second]
    assert [item.comment.id for item in taken.items] == [first]


async def test_ten_who_ask_for_the_same_few_share_them(store: Store, site: Site) -> None:
    items = {(await hold(store)).id for _ in range(20)}
    query = ReviewQuery(q="hmm", limit=2)
    won = await asyncio.gather(*(claimed(store, query, f"m{n}") for n in range(10)))
    assert [len(ids) for ids in won] == [2] * 10
    assert {id_ for ids in won for id_ in ids} == items
