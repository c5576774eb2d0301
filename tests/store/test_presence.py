"""Which worker processes are at work."""

import time

from service.store.presence import ABSENT_AFTER_S
from service.store.redis import Store
from tests.servers import Server


async def test_those_that_said_so_lately_are_counted(store: Store) -> None:
    for worker in ("one", "two", "two"):
        await store.presence.report(worker)
    assert await store.presence.count() == 2


async def test_one_that_leaves_or_falls_silent_is_not_counted(
    store: Store, redis_server: Server
) -> None:
    for worker in ("leaving", "silent", "here"):
        await store.presence.report(worker)
    await store.presence.leave("leaving")
    silent_since = (time.time() - ABSENT_AFTER_S - 1) * 1000
    redis_server.redis.zadd("gr:workers", {"silent": silent_since})
    assert await store.presence.count() == 1


async def test_one_that_is_long_gone_is_forgotten(store: Store, redis_server: Server) -> None:
    redis_server.redis.zadd("gr:workers", {"gone": (time.time() - 3_700) * 1000})
    await store.presence.report("here")
    assert redis_server.redis.zrange("gr:workers", 0, -1) == ["here"]
