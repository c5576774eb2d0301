"""Killed workers, a killed Redis and a flushed broker cost time, and no comment."""

import asyncio
from functools import partial
from pathlib import Path

import orjson
from redis import Redis

from service.moderation.submission import Intake
from service.settings import Settings
from service.store.redis import Store
from tests.integration.conftest import is_at_work
from tests.integration.submitting import all_decided, decisions_each, submit_many
from tests.integration.waiting import until
from tests.parts import Part
from tests.servers import Server


async def test_killed_worker_loses_nothing(intake: Intake, working: Part, store: Store) -> None:
    ids = await submit_many(intake, 2_000)
    working.kill()
    assert not await all_decided(store, ids), "the worker was too fast to be killed at work"
    working.start()
    await until(partial(all_decided, store, ids), within_s=40)
    assert await decisions_each(store, ids) == {1: 2_000}


async def test_killed_redis_loses_nothing(
    server: Server, intake: Intake, working: Part, store: Store
) -> None:
    ids = await submit_many(intake, 500)
    server.kill()
    await asyncio.sleep(1)
    server.start()
    if not working.is_running():  # Celery gives up at times; its supervisor starts it again
        working.start()
    await until(partial(all_decided, store, ids), within_s=60)
    assert await decisions_each(store, ids) == {1: 500}


async def test_a_server_that_is_a_replica_for_a_while_ends_no_worker_and_wakes_nobody(
    server: Server, unheard_intake: Intake, worker: Part, beat: Part, store: Store, tmp_path: Path
) -> None:
    with (tmp_path / "log").open("wb") as log:
        worker.start(log.fileno())
        beat.start(log.fileno())
        await until(partial(is_at_work, store), within_s=30)
        server.redis.replicaof("127.0.0.1", 1)
        await asyncio.sleep(3)
        server.redis.replicaof("NO", "ONE")
        ids = await submit_many(unheard_intake, 20)
        await until(partial(all_decided, store, ids))
    assert worker.is_running()
    assert beat.is_running()
    lines = [orjson.loads(line) for line in (tmp_path / "log").read_bytes().splitlines()]
    told = {line["event"].partition(":")[0] for line in lines if line["level"] == "warning"}
    assert {"consumer", "Message Error"} <= told, "neither noticed anything"
    assert [line for line in lines if line["level"] in ("error", "critical")] == []


async def test_flushed_broker_loses_nothing(
    intake: Intake, working: Part, store: Store, settings: Settings
) -> None:
    record = Redis.from_url(settings.redis.url)
    ids: list[str] = []
    for _ in range(10):
        ids += await submit_many(intake, 50)
        for key in record.scan_iter("gr:broker:*"):
            record.delete(key)
    record.close()
    await until(partial(all_decided, store, ids))
