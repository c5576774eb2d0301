"""What it takes to decide a thousand comments at once, beside a thousand decisions one by one.

    python benchmarks/bulk_decision.py [COMMENTS]

Redis syncs each write. Held comments, made as by `review_queue.py`, are rejected over the service's
own HTTP side without a socket: so many in one `POST /v1/decisions`, and as many others each by
`POST /v1/comments/{id}/decisions`, eight at a time. The two take turns. Prints the median of each
in ms, and the ratio.
"""

import asyncio
import logging
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from statistics import median

import httpx2
from review_queue import fill
from running import SECRET, SITE
from servers import throwaway_server

from service.app import create_app
from service.domain.sites import Scope
from service.domain.statuses import Status
from service.logs import configure_logs
from service.moderation.keys import KeyRequest, issue_key
from service.settings import RedisSettings, Settings
from service.store.redis import open_store
from tests.serving import calling

ROUNDS, COMMENTS, SIDE_BY_SIDE = 5, 1_000, 8
HELD = 2
"""The version of a comment that was accepted and then held."""


@asynccontextmanager
async def held(total: int) -> AsyncIterator[tuple[httpx2.AsyncClient, list[str]]]:
    """Hold so many comments; give a client that may decide them, and their ids."""
    async with throwaway_server() as url:
        redis = RedisSettings(url=url, timeout_s=60)
        async with open_store(redis) as store:
            await fill(store, total)
            key, _ = await issue_key(store, KeyRequest(site=SITE, scopes=frozenset(Scope)))
            page = await store.listings.by_status(SITE, Status.HELD, limit=total, cursor=None)
        app = create_app(Settings(secret=SECRET, redis=redis))
        async with app.router.lifespan_context(app) as state:
            assert state is not None
            async with calling(app, state, "198.51.100.7") as client:
                client.headers["Authorization"] = f"Bearer {key}"
                yield client, page.ids


async def decide_at_once(client: httpx2.AsyncClient, ids: Sequence[str]) -> None:
    """Reject all with one call."""
    items = [{"id": id_, "version": HELD} for id_ in ids]
    answer = await client.post("/v1/decisions", json={"action": "reject", "items": items})
    assert answer.json()["decided"] == len(ids), answer.text


async def decide_singly(client: httpx2.AsyncClient, ids: Sequence[str]) -> None:
    """Reject each with a call of its own."""
    left = iter(ids)

    async def work() -> None:
        for id_ in left:
            sent = {"action": "reject", "version": HELD}
            answer = await client.post(f"/v1/comments/{id_}/decisions", json=sent)
            assert answer.status_code == 200, answer.text

    await asyncio.gather(*(work() for _ in range(SIDE_BY_SIDE)))


async def measure(comments: int) -> None:
    """Let both decide in turn, and print."""
    ways = (decide_at_once, decide_singly)
    times: dict[object, list[float]] = {way: [] for way in ways}
    async with held(comments * len(ways) * ROUNDS) as (client, ids):
        for turn, first in enumerate(range(0, len(ids), comments)):
            way = ways[turn % len(ways)]
            began = time.perf_counter()
            await way(client, ids[first : first + comments])
            times[way].append((time.perf_counter() - began) * 1000)
    once, singly = (median(times[way]) for way in ways)
    print(f"{comments:,} comments: at once {once:,.0f} ms, one by one {singly:,.0f} ms")
    print(f"ratio {singly / once:.1f}")


if __name__ == "__main__":
    configure_logs(logging.WARNING)
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else COMMENTS))
