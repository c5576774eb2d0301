"""What can happen to the parts. Each fault is over when its coroutine is."""

import asyncio
import random
import resource
from collections.abc import Awaitable, Callable

from redis.exceptions import RedisError

from tests.chaos.houses import House
from tests.servers import Server

Fault = Callable[[House, random.Random], Awaitable[None]]


def _killing(name: str) -> Fault:
    async def kill(house: House, _chance: random.Random) -> None:
        house.parts[name].close()

    kill.__name__ = f"kill_{name}"
    return kill


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
    """The append-only file cannot grow: the server ends with its last write torn."""
    pid = house.record.redis.info("server")["process_id"]
    grown = sum(
        file.stat().st_size for file in house.record.folder.glob("appendonlydir/*.incr.aof")
    )
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (grown + 2_000, grown + 2_000))
    for _ in range(100):
        if not _answers(house.record):
            break
        await asyncio.sleep(0.05)
    house.record.kill()
    house.record.start()


async def flush_broker(house: House, _chance: random.Random) -> None:
    """Every message is gone."""
    house.broker.redis.flushall()


async def kill_broker(house: House, _chance: random.Random) -> None:
    """It comes back with what it had, or without."""
    house.broker.kill()
    await asyncio.sleep(0.5)
    house.broker.start()


async def jump_clock(house: House, chance: random.Random) -> None:
    """A worker believes itself an hour and a half ahead, or behind, until it is killed again."""
    worker = house.parts["worker"]
    shift = {"CLOCK_SHIFT_S": chance.choice(("5400", "-5400"))}
    own, worker.environment = worker.environment, worker.environment | house.clock | shift
    worker.close()
    await asyncio.sleep(4)
    worker.environment = own
    worker.close()


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
    fill_the_disk,
    flush_broker,
    kill_broker,
    jump_clock,
)
LONG_FAULTS: tuple[Fault, ...] = (*FAULTS, freeze_redis_for_long)
