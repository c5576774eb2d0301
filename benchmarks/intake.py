"""How many comments a second are taken in, beside a naive service and beside a bare HSET.

    python benchmarks/intake.py [SECONDS]

Needs `wrk` (apt install wrk). 32 connections post comments of 200 characters, each like no other,
to one API process on Redis that syncs each write. First with everything running, where workers take
their share of the machine: Greenroom (API, worker) against `naive.py` (API, Celery worker, the same
model), to be at least 2.5 times as many. Then the API alone against `bare.py`, at least 0.7 of it.
In each pair the two take turns, three times; prints medians, the ratio, and what was still to be
decided two seconds after the load ended.
"""

import asyncio
import re
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from running import HERE, SITE, Service, bare, greenroom, naive

CONNECTIONS, ROUNDS = 32, 3
Open = Callable[[], AbstractAsyncContextManager[Service]]


async def load(service: Service, seconds: int) -> float:
    """Post as fast as it goes; give comments a second.

    Raises
    ------
    RuntimeError
        Some were not taken.
    """
    headers = {"Content-Type": "application/json", **service.headers}
    told = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    wrk = ("wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(HERE / "post.lua"), *told)
    running = await asyncio.create_subprocess_exec(
        *wrk, f"{service.url}/v1/comments", stdout=subprocess.PIPE
    )
    output = (await running.communicate())[0].decode()
    if "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(output)
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    assert found is not None, output
    return float(found[1])


async def backlog(service: Service) -> int:
    """Count what Greenroom has taken and not decided."""
    return int(await service.redis.zcard(f"gr:{{{SITE}}}:pending"))


async def in_turns(ours: Open, theirs: Open, seconds: int) -> tuple[float, float]:
    """Measure two services, each by itself, in turns; give the median of both."""
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for open_service, measured in zip((ours, theirs), rates, strict=True):
            async with open_service() as service:
                await load(service, 2)
                measured.append(await load(service, seconds))
                if open_service is ours:
                    await asyncio.sleep(2)
                    print(f"  {await backlog(service)} left to be decided after 2 s", flush=True)
    return statistics.median(rates[0]), statistics.median(rates[1])


async def main(seconds: int) -> None:
    """Measure both pairs."""
    print("with everything running")
    pair = await in_turns(lambda: greenroom("worker"), lambda: naive(worker=True), seconds)
    print(f"  Greenroom {pair[0]:7.0f}/s   naive {pair[1]:7.0f}/s   ratio {pair[0] / pair[1]:.2f}")
    print("the API alone")
    pair = await in_turns(greenroom, bare, seconds)
    print(f"  Greenroom {pair[0]:7.0f}/s   bare  {pair[1]:7.0f}/s   ratio {pair[0] / pair[1]:.2f}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8))
