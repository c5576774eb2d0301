"""What can happen to the parts. Each fault is over when its coroutine is."""

import asyncio
import random
import resource
from collections.abc import Awaitable, Callable
from contextlib import suppress

from redis.exceptions import RedisError

from tests.chaos import clocks
from tests.chaos.disks import may_mount
from tests.chaos.houses import House
from tests.servers import Server

Fault = Callable[[House, random.Random], Awaitable[None]]

JUMP_S = 7 * 3_600
"""For longer than anything is ever put off."""


def _killing(name: str) -> Fault:
    async def kill(house: House, _chance: random.Random) -> None:
        house.parts[name].close()

    kill.__name__ = f"kill_{name}"
    return kill


def _jumping(name: str) -> Fault:
    async def jump(house: House, chance: random.Random) -> None:
        house.clocks[name].put(chance.choice((-JUMP_S, JUMP_S)))
        await asyncio.sleep(3)
        house.clocks[name].put(0)
        await asyncio.sleep(1)

    jump.__name__ = f"jump_clock_of_{name}"
    return jump


async def kill_redis(house: House, chance: random.Random) -> None:
    """As a crash of the machine that the record is on."""
    house.record.kill()
    await asyncio.sleep(chance.uniform(0, 1.5))
    house.record.start()


async def restart_redis(house: House, _chance: random.Random) -> None:
    """In order, as for an update; it comes back from its append-only file."""
    house.record.stop()
    house.record.start()


async def freeze_redis(house: House, chance: random.Random, longest_s: float = 4) -> None:
    """It keeps its connections and answers nothing."""
    house.record.freeze()
    await asyncio.sleep(chance.uniform(1, longest_s))
    house.record.thaw()


async def freeze_redis_for_long(house: House, _chance: random.Random) -> None:
    """For longer than anybody's time-out."""
    house.record.freeze()
    await asyncio.sleep(30)
    house.record.thaw()


async def drop_connections(house: House, _chance: random.Random) -> None:
    """Redis hangs up on everybody."""
    house.record.redis.client_kill_filter(_type="normal", skipme=True)
    house.record.redis.client_kill_filter(_type="pubsub", skipme=True)


async def cut_the_line(house: House, _chance: random.Random) -> None:
    """In the middle of whatever is on it."""
    house.line.cut()


async def slow_the_line(house: House, chance: random.Random) -> None:
    """Each way takes its time."""
    house.line.delay_s = chance.uniform(0.05, 0.2)
    await asyncio.sleep(2)
    house.line.delay_s = 0


async def fill_the_memory(house: House, _chance: random.Random) -> None:
    """Nothing new is taken; people and workers go on."""
    house.record.redis.config_set("maxmemory", "1")
    await asyncio.sleep(2)
    house.record.redis.config_set("maxmemory", "0")


async def make_read_only(house: House, _chance: random.Random) -> None:
    """As a server that was made a replica of another, which is not there."""
    house.record.redis.replicaof("127.0.0.1", 1)
    await asyncio.sleep(1.5)
    house.record.redis.replicaof("NO", "ONE")


async def fill_the_disk(house: House, _chance: random.Random) -> None:
    """Not a byte is left: the server cannot write what it took, and ends; later there is room."""
    ballast = house.record.folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(64 * 1024))
    await _ends(house.record)
    ballast.unlink()
    house.record.start()


async def limit_the_file(house: House, _chance: random.Random) -> None:
    """The append-only file cannot grow: the server ends with its last write torn."""
    pid = house.record.redis.info("server")["process_id"]
    grown = sum(
        file.stat().st_size for file in house.record.folder.glob("appendonlydir/*.incr.aof")
    )
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (grown + 2_000, grown + 2_000))
    await _ends(house.record)
    house.record.start()


async def _ends(server: Server) -> None:
    """Wait until a server has ended by itself; if it does not, nothing was written to it."""
    for _ in range(100):
        if not _answers(server):
            break
        await asyncio.sleep(0.05)
    server.kill()


async def flush_broker(house: House, _chance: random.Random) -> None:
    """Every message is gone."""
    house.broker.redis.flushall()


async def kill_broker(house: House, _chance: random.Random) -> None:
    """It comes back with what it had, or without."""
    house.broker.kill()
    await asyncio.sleep(0.5)
    house.broker.start()


def _answers(server: Server) -> bool:
    try:
        return bool(server.redis.ping())
    except RedisError:
        return False


FAULTS: tuple[Fault, ...] = (
    *map(_killing, ("worker", "api", "deliverer", "beat")),
    kill_redis,
    restart_redis,
    freeze_redis,
    drop_connections,
    cut_the_line,
    slow_the_line,
    fill_the_memory,
    make_read_only,
    limit_the_file,
    flush_broker,
    kill_broker,
    *([fill_the_disk] if may_mount() else []),
    *(map(_jumping, clocks.JUMPING) if clocks.LIBRARY else []),
)
"""What this machine allows; what was done is counted by name."""

END_CLAIMS = {"jump_clock_of_record"}
"""Faults that claims do not outlast: by the record's clock, their time was over."""

LONG_FAULTS: tuple[Fault, ...] = (*FAULTS, freeze_redis_for_long)
