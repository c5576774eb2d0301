"""The record is frozen, and the next that takes over is killed, under load: another does it."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from service.settings import RedisSettings, Settings
from service.store.background import beside
from service.store.redis import open_store
from tests.chaos.findings import find_wrongs
from tests.chaos.houses import QUICK, SECRET, keep_up
from tests.chaos.ledgers import Ledger
from tests.chaos.trials import SITE, Result, people_at_work, set_up, settle
from tests.integration.waiting import until
from tests.parts import Part, is_open, make_api
from tests.receivers import receiving
from tests.sentries import Node, Trio, watched_record

AT_WORK_S = 2.0


async def test_what_was_answered_outlives_the_server_that_took_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ledger = Ledger()
    with tempfile.TemporaryDirectory(prefix="gr-") as folder, watched_record(Path(folder)) as trio:
        await _come_true(trio.knows_itself)
        redis = RedisSettings(url=trio.url, min_replica_acks=1, timeout_s=2)
        async with (
            _service(Settings(secret=SECRET, redis=redis), Path(folder)) as url,
            open_store(redis) as store,
            receiving() as receiver,
        ):
            keys = await set_up(store, receiver)
            await until(lambda: is_open(url), 60)
            async with people_at_work(url, keys, ledger, 5):
                await _freeze_it(trio, ledger)
                await _kill_it(trio, ledger)
            await settle(store, 60)
            wrongs = await find_wrongs(store, SITE, ledger, receiver, forgets=True)
    with capsys.disabled():
        sys.stdout.write(f"\n{Result(ledger, wrongs)}\n")
    assert wrongs == []
    assert len(ledger.accepted) > 50
    assert ledger.decided
    assert ledger.answers["503"], "nobody noticed anything: was anything killed?"


async def _freeze_it(trio: Trio, ledger: Ledger) -> None:
    """When it wakes up, it takes itself for the record for a while; then it is a replica."""
    await asyncio.sleep(AT_WORK_S)
    frozen = trio.nodes[0]
    frozen.freeze()
    await _another_takes_over(trio, ledger, frozen)
    frozen.thaw()
    await _come_true(trio.is_whole)
    ledger.faults["freeze_primary"] += 1


async def _kill_it(trio: Trio, ledger: Ledger) -> None:
    """For good: there is one replica left."""
    await asyncio.sleep(AT_WORK_S)
    gone = trio.primary()
    assert gone is not None
    assert gone is not trio.nodes[0], "it was frozen"
    gone.kill()
    await _another_takes_over(trio, ledger, gone)
    ledger.faults["kill_primary"] += 1


async def _another_takes_over(trio: Trio, ledger: Ledger, gone: Node) -> None:
    await _come_true(lambda: trio.primary() not in (gone, None))
    await asyncio.sleep(AT_WORK_S)
    ledger.claimed.clear()  # claims wait for no replica


async def _come_true(holds: Callable[[], bool]) -> None:
    async def ask() -> bool:
        return await asyncio.to_thread(holds)

    await until(ask, 40)


@asynccontextmanager
async def _service(settings: Settings, folder: Path) -> AsyncIterator[str]:
    """Keep everything up; gives where the API is."""
    more = {**QUICK, "GREENROOM_REDIS_MIN_REPLICA_ACKS": "1"}
    async with AsyncExitStack() as opened:
        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        opened.callback(os.close, log)
        api, url = make_api(settings, **more)
        parts = {n: Part(n, settings, **more) for n in ("worker", "deliverer", "beat")}
        parts["api"] = api
        for part in parts.values():
            opened.callback(part.close)
        await opened.enter_async_context(beside(keep_up(parts, log)))
        yield url
