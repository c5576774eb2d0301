"""How many comments a second are taken in, beside a naive service and beside a bare HSET.

    python benchmarks/intake.py [SECONDS]

Needs `wrk` (apt install wrk). 32 connections post comments of 200 characters, each like no other,
to one API process on Redis that syncs each write. First with everything running, where workers take
their share of the machine: Greenroom (API, worker) against `naive.py` (API, Celery worker, the same
model), to be at least 2.5 times as many. On two cores that flatters who decides nothing: what each
left undecided two seconds after the load is printed beside it. So then the APIs alone, Greenroom's
against `naive.py`'s and against `bare.py`'s, to be at least 0.7 of that. In each pair the two take
turns, three times; prints medians and their ratio.
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
    """Count what has been taken and not decided: comments of ours, messages of the naive one."""
    if service.name == "Greenroom":
        return int(await service.redis.zcard(f"gr:{{{SITE}}}:pending"))
    return int(await service.redis.llen("celery"))


async def in_turns(ours: Open, theirs: Open, seconds: int) -> tuple[float, float]:
    """Measure two services, each by itself, in turns; give the median of both."""
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for open_service, measured in zip((ours, theirs), rates, strict=True):
            async with open_service() as service:
                await load(service, 2)
                measured.append(await load(service, seconds))
                if "worker" in service.processes:
                    await asyncio.sleep(2)
                    left = await backlog(service)
                    print(f"  {service.name}: {left} left to be decided after 2 s", flush=True)
    return statistics.median(rates[0]), statistics.median(rates[1])


async def main(seconds: int) -> None:
    """Measure the three pairs."""
    print("with everything running")
    _tell("naive", await in_turns(lambda: greenroom("worker"), lambda: naive(worker=True), seconds))
    print("the API alone, nothing decided")
    _tell("naive", await in_turns(greenroom, lambda: naive(worker=False), seconds))
    _tell("bare", await in_turns(greenroom, bare, seconds))


def _tell(other: str, rates: tuple[float, float]) -> None:
    ours, theirs = rates
    print(f"  Greenroom {ours:7.0f}/s   {other:5} {theirs:7.0f}/s   ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8))
