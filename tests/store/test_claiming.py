"""The pending index: queue, lease and retry schedule in one."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack

from service.domain.sites import Site
from service.domain.statuses import Status
from service.settings import LONGEST_LEASE_S, RedisSettings
from service.store.pending import Lease
from service.store.redis import Store, open_store
from tests.drafts import accept, arrival, found, good
from tests.rulings import decision, ruling
from tests.servers import Server

NAME = "courier"
PENDING = "gr:{courier}:pending"


async def claim(store: Store, lease_s: float = 60, count: int = 100) -> list[Lease]:
    return await store.pending.claim(NAME, lease_s=lease_s, count=count)


async def test_what_came_first_is_claimed_first_and_never_more_than_asked_for(
    store: Store, site: Site
) -> None:
    ids = [(await accept(store, NAME)).id for _ in range(3)]
    assert [lease.comment_id for lease in await claim(store, count=2)] == ids[:2]
    assert [lease.comment_id for lease in await claim(store, count=2)] == ids[2:]


async def test_a_claimed_comment_is_nobody_elses_for_the_time_of_the_lease(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    assert await claim(store, lease_s=0.5) == [Lease(comment.id, 1)]
    assert await claim(store) == []
    await asyncio.sleep(0.6)
    assert await claim(store) == [Lease(comment.id, 2)]


async def test_a_claim_removes_nothing(store: Store, site: Site, redis_server: Server) -> None:
    comment = await accept(store, NAME)
    await claim(store, lease_s=60)
    due = redis_server.redis.zscore(PENDING, comment.id)
    assert due is not None
    seconds, _ = redis_server.redis.time()
    assert 55_000 < due - seconds * 1000 <= 61_000
    assert (await found(store, NAME, comment.id)).status is Status.PENDING


async def test_attempts_are_forgotten_once_something_is_decided(
    store: Store, site: Site, redis_server: Server
) -> None:
    by_policy, by_person = [await accept(store, NAME) for _ in range(2)]
    await claim(store)
    assert redis_server.redis.hlen("gr:{courier}:attempts") == 2
    await store.comments.apply_verdicts(NAME, [ruling(by_policy)])
    await store.comments.apply(NAME, [decision(by_person)])
    assert redis_server.redis.hlen("gr:{courier}:attempts") == 0
    assert await store.pending.size(NAME) == 0


async def test_only_sites_with_something_due_are_named(store: Store, site: Site) -> None:
    sites = [NAME, "other"]
    assert await store.pending.due_sites(sites) == []
    await accept(store, NAME)
    assert await store.pending.due_sites(sites) == [NAME]
    await claim(store)
    assert await store.pending.due_sites(sites) == []


async def test_what_was_stamped_by_a_clock_that_was_ahead_is_due_now(
    store: Store, site: Site, redis_server: Server
) -> None:
    comment = await accept(store, NAME)
    await claim(store, lease_s=LONGEST_LEASE_S)
    assert await store.pending.due_sites([NAME]) == []
    redis_server.redis.zincrby(PENDING, 60_000, comment.id)
    assert await store.pending.due_sites([NAME, "other"]) == [NAME]
    assert await claim(store) == [Lease(comment.id, 2)]


async def test_the_longest_wait_is_known(store: Store, site: Site) -> None:
    assert await store.pending.oldest_arrival(NAME) is None
    first = await accept(store, NAME)
    await accept(store, NAME)
    await claim(store)
    assert await store.pending.oldest_arrival(NAME) == first.received_at


async def test_an_id_without_a_comment_can_be_dropped(
    store: Store, site: Site, redis_server: Server
) -> None:
    redis_server.redis.zadd(PENDING, {"nobody": 0})
    assert await claim(store) == [Lease("nobody", 1)]
    await store.pending.forget(NAME, ["nobody"])
    assert await store.pending.size(NAME) == 0
    assert redis_server.redis.hlen("gr:{courier}:attempts") == 0


async def test_2_000_comments_claimed_by_24_at_once_go_to_one_each_and_are_decided_once(
    store: Store, site: Site, redis_settings: RedisSettings
) -> None:
    answers = good(await store.comments.accept(NAME, [arrival() for _ in range(2_000)]))
    accepted = {comment_id for _, comment_id in answers}
    handed_out: Counter[str] = Counter()

    async def work(own: Store) -> None:
        while leases := await claim(own, count=7):
            handed_out.update(lease.comment_id for lease in leases)
            comments = await own.comments.get_many(NAME, [each.comment_id for each in leases])
            rulings = [ruling(comment) for comment in comments if comment]
            await own.comments.apply_verdicts(NAME, rulings)

    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(open_store(redis_settings)) for _ in range(4)]
        await asyncio.gather(*(work(stores[n % 4]) for n in range(24)))

    assert handed_out == Counter(accepted)
    assert (await store.listings.count_statuses(NAME))[Status.APPROVED] == 2_000
    assert await store.pending.size(NAME) == 0
