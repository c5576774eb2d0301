"""How long `comments:analyze` takes at 200 requests a second with everything running.

    python benchmarks/doors.py [SECONDS]

Starts `greenroom up` on a folder of its own (Redis that syncs each write, API, worker, schedule,
deliverer) and asks for one attribute of comments of 200 characters, as Coral does: first with
`doNotStore`, then without, so that every comment is also accepted, scored again by the worker and
decided. Requests are sent when they are due, whether or not earlier ones are answered, and timed
from when they were due. Every tenth is accompanied by `/healthz`, which does nothing: the ratio is
between these two, in the same run. Prints milliseconds; Coral gives up after 800.
"""

import asyncio
import random
import sys
import time

import httpx2
from running import everything_running

A_SECOND = 200
WARM_UP_S = 3
SENTENCE = (
    "the council said that nobody would have to pay for it and yet here we are again reading about "
    "money which could have gone into schools while some idiot explains why he was right all along"
)


async def load(url: str, key: str, seconds: int, *, store: bool) -> dict[str, list[float]]:
    """Send what is due when it is due; give the milliseconds of each kind."""
    chance = random.Random(5)
    took: dict[str, list[float]] = {"analyze": [], "healthz": []}
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx2.AsyncClient(base_url=url, limits=limits, timeout=30) as client:

        async def time_one(kind: str, due: float) -> None:
            if kind == "healthz":
                answer = await client.get("/healthz")
            else:
                text = " ".join(chance.choices(SENTENCE.split(), k=36)) + f" {chance.random()}"
                body = {
                    "comment": {"text": text},
                    "requestedAttributes": {"TOXICITY": {}},
                    "languages": ["en"],
                    "doNotStore": not store,
                }
                path = "/v1alpha1/comments:analyze"
                answer = await client.post(path, params={"key": key}, json=body)
            took[kind].append((time.perf_counter() - due) * 1e3)
            assert answer.status_code == 200, answer.text

        began = time.perf_counter()
        async with asyncio.TaskGroup() as sent:
            for tick in range(A_SECOND * seconds):
                due = began + tick / A_SECOND
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                sent.create_task(time_one("analyze", due))
                if tick % 10 == 0:
                    sent.create_task(time_one("healthz", due))
    return took


def share(values: list[float], part: float) -> float:
    """Give the value that this part of them does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


async def main(seconds: int) -> None:
    """Measure both ways."""
    async with everything_running() as (url, key):
        for store in (False, True):
            await load(url, key, WARM_UP_S, store=store)
            took = await load(url, key, seconds, store=store)
            print("kept" if store else "not kept", f"({len(took['analyze'])} requests)")
            for part in (0.5, 0.99):
                ours, nothing = (share(took[kind], part) for kind in ("analyze", "healthz"))
                told = f"{ours:7.1f} ms   /healthz {nothing:7.1f} ms   ratio {ours / nothing:.2f}"
                print(f"  p{part * 100:.0f} {told}", flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
