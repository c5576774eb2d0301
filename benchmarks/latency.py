"""How long comments wait from arrival to decision, at 100 a second, beside a naive service.

    python benchmarks/latency.py [SECONDS]

Comments of thirty words, each like no other, are posted when they are due, whether or not earlier
ones are answered. The time is that of the record itself, so that nothing of the sender is in it.
The two take turns, three times. Prints the median and the 99th percentile of both, and the ratio of
Greenroom to `naive.py`. Greenroom's record has whole milliseconds: its median is reckoned as of
grouped data.
"""

import asyncio
import random
import re
import statistics
import sys
import time
from pathlib import Path

import httpx2
from running import SITE, Service, greenroom, naive

A_SECOND, TURNS = 100, 3
STEPS = (1.0, 1e-3)
"""ms, to which the records of both are exact."""
README = Path(__file__).parent.parent / "README.md"
WORDS = sorted(set(re.findall(r"\b[a-z]{2,}\b", README.read_text("utf-8"))))


async def load(service: Service, chance: random.Random, seconds: int) -> list[str]:
    """Post what is due when it is due; give the ids."""
    ids = []
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx2.AsyncClient(
        base_url=service.url, headers=service.headers, limits=limits, timeout=30
    ) as client:

        async def post() -> None:
            text = " ".join(chance.choices(WORDS, k=30)) + f" {chance.random()}"
            body = {"text": text, "thread": {"id": "t"}}
            answer = await client.post("/v1/comments", json=body)
            ids.append(answer.raise_for_status().json()["id"])

        began = time.perf_counter()
        async with asyncio.TaskGroup() as sent:
            for tick in range(A_SECOND * seconds):
                await asyncio.sleep(max(0.0, began + tick / A_SECOND - time.perf_counter()))
                sent.create_task(post())
    return ids


async def waited(service: Service, ids: list[str]) -> list[float]:
    """Give for each comment how long it waited, in ms; wait for those that still do."""
    read = _of_greenroom if service.name == "Greenroom" else _of_naive
    times = []
    for id_ in ids:
        while (time_ms := await read(service, id_)) is None:
            await asyncio.sleep(0.05)
        times.append(time_ms)
    return times


async def _of_greenroom(service: Service, comment_id: str) -> float | None:
    """Read when it came, and when its last entry was made in the audit log."""
    key = f"gr:{{{SITE}}}:comment:{comment_id}"
    status, received, entries = await service.redis.hmget(key, ("status", "a", "v"))
    decided = entries.split()[-1].partition("-")[0]
    return None if status == "pending" else float(decided) - float(received)


async def _of_naive(service: Service, comment_id: str) -> float | None:
    received, decided = await service.redis.hmget(comment_id, ("received_at", "decided_at"))
    return None if decided is None else (float(decided) - float(received)) * 1_000


async def main(seconds: int) -> None:
    """Let both take turns."""
    chance = random.Random(3)
    times: tuple[list[float], list[float]] = ([], [])
    async with greenroom("worker", "beat") as ours, naive(worker=True) as theirs:
        both = list(zip((ours, theirs), times, strict=True))
        for service, _ in both:
            await load(service, chance, 3)
        for _ in range(TURNS):
            for service, told in both:
                told.extend(await waited(service, await load(service, chance, seconds)))
    medians = [statistics.median_grouped(t, step) for t, step in zip(times, STEPS, strict=True)]
    highest = [sorted(told)[len(told) * 99 // 100] for told in times]
    for part, (own, other) in (("p50", medians), ("p99", highest)):
        print(f"{part}  Greenroom {own:7.1f} ms   naive {other:7.1f} ms   {own / other:.2f}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
