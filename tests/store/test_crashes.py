"""Redis is killed, restarted, frozen or forgets its scripts: what was accepted is there."""

import asyncio
import time

import pytest

from service.domain.errors import UnavailableError, UnknownOutcomeError
from service.domain.sites import Site
from service.domain.statuses import Status
from service.settings import RedisSettings
from service.store.arrivals import Acceptance
from service.store.integrity import check_site
from service.store.redis import Store, open_store
from tests.drafts import accept, arrival, found, good
from tests.rulings import decision, ruling
from tests.servers import Server

NAME = "courier"


async def test_all_that_was_acknowledged_before_a_kill_is_there_after_it(
    server: Server, store: Store, site: Site
) -> None:
    acknowledged: set[str] = set()
    enough = asyncio.Event()

    async def send() -> None:
        while True:
            ((_, comment_id),) = good(await store.comments.accept(NAME, [arrival()]))
            acknowledged.add(comment_id)
            if len(acknowledged) == 200:
                enough.set()

    senders = [asyncio.create_task(send()) for _ in range(8)]
    await asyncio.wait_for(enough.wait(), 30)
    server.kill()
    errors = await asyncio.gather(*senders, return_exceptions=True)
    assert all(isinstance(error, UnavailableError) for error in errors)

    server.start()
    comments = await store.comments.get_many(NAME, sorted(acknowledged))
    assert all(comment and comment.status is Status.PENDING for comment in comments)
    assert await store.pending.size(NAME) >= len(acknowledged)
    assert await check_site(store.connection, NAME) == []


@pytest.mark.parametrize("ended", ["kill", "stop"])
async def test_the_same_store_goes_on_after_a_restart(
    server: Server, store: Store, site: Site, ended: str
) -> None:
    comment = await accept(store, NAME)
    getattr(server, ended)()
    with pytest.raises(UnavailableError):
        await store.connection.ping()
    server.start()
    assert await found(store, NAME, comment.id) == comment
    (lease,) = await store.pending.claim(NAME, lease_s=60, count=1)
    await store.comments.apply_verdicts(NAME, [ruling(comment)])
    assert (lease.comment_id, lease.attempt) == (comment.id, 1)
    assert (await found(store, NAME, comment.id)).status is Status.APPROVED


async def test_a_lease_outlives_a_restart(server: Server, store: Store, site: Site) -> None:
    await accept(store, NAME)
    await store.pending.claim(NAME, lease_s=60, count=1)
    server.kill()
    server.start()
    await asyncio.sleep(0.01)  # the loop hears that the old connection is gone
    assert await store.pending.claim(NAME, lease_s=60, count=1) == []


async def test_idle_connections_that_a_restart_has_cut_fail_nobody(
    server: Server, store: Store
) -> None:
    await asyncio.gather(*(store.connection.ping() for _ in range(20)))
    server.kill()
    server.start()
    await asyncio.sleep(0.01)  # the loop hears that the old connections are gone
    await asyncio.gather(*(store.connection.ping() for _ in range(20)))


async def test_a_frozen_server_is_given_up_in_time_and_the_repetition_finds_out(
    server: Server, site: Site
) -> None:
    settings = RedisSettings(url=server.url, timeout_s=0.2)
    async with open_store(settings) as store:
        await accept(store, NAME)
        first = arrival(key="k")
        server.freeze()
        began = time.monotonic()
        with pytest.raises(UnknownOutcomeError):
            await store.comments.accept(NAME, [first])
        assert time.monotonic() - began < 2
        server.thaw()
        again = arrival(first.draft, key="k")
        ((acceptance, comment_id),) = good(await store.comments.accept(NAME, [again]))
        assert (acceptance, comment_id) == (Acceptance.REPEATED, first.id)
        assert await store.pending.size(NAME) == 2


async def test_scripts_that_were_forgotten_are_given_again(
    store: Store, site: Site, redis_server: Server
) -> None:
    comments = [await accept(store, NAME) for _ in range(2)]
    for script in range(3):
        redis_server.redis.script_flush()
        if script == 0:
            await accept(store, NAME)
        elif script == 1:
            assert len(await store.pending.claim(NAME, lease_s=60, count=9)) == 3
        else:
            await store.comments.apply(NAME, [decision(comment) for comment in comments])
    counts = await store.listings.count_statuses(NAME)
    assert (counts[Status.PENDING], counts[Status.REJECTED]) == (1, 2)
    assert await check_site(store.connection, NAME) == []


async def test_more_callers_than_connections_wait_their_turn(
    site: Site, redis_settings: RedisSettings
) -> None:
    few = redis_settings.model_copy(update={"pool_size": 2})
    async with open_store(few) as store:
        await asyncio.gather(*(accept(store, NAME) for _ in range(200)))
        assert await store.pending.size(NAME) == 200


async def test_a_caller_who_goes_away_leaves_the_connection_clean_for_others(
    site: Site, redis_settings: RedisSettings
) -> None:
    async with open_store(redis_settings.model_copy(update={"pool_size": 2})) as store:
        callers = []
        for n in range(100):
            callers.append(asyncio.create_task(store.connection.call("ECHO", f"left {n}")))
            await asyncio.sleep(0.0002 * (n % 5))
            callers[-1].cancel()
            assert await store.connection.call("ECHO", f"stayed {n}") == f"stayed {n}"
        await asyncio.gather(*callers, return_exceptions=True)
