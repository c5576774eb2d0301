"""What the first page of the queue costs at 100,000 held comments, beside 100, in one run.

    python benchmarks/queue_page.py [MANY]

Each size has a server of its own, filled as by `review_queue.py`. Both pages are asked for in turn,
over the service's own HTTP side without a socket, by a moderator who has signed in: all of it is
measured, from session to template, with the model that ships. Prints the median of each, and the
ratio, to be under 2.
"""

import asyncio
import logging
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median

import httpx2
from review_queue import fill
from running import SECRET, SITE
from servers import throwaway_server

from service.app import create_app
from service.logs import configure_logs
from service.moderation.moderators import create_moderator
from service.settings import RedisSettings, Settings
from service.store.redis import open_store
from tests.serving import URL, calling

FEW, MANY, ROUNDS = 100, 100_000, 60
PATHS = ("/console", "/console?reason=score", "/console?order=newest")
PASSWORD = "correct horse battery"


@asynccontextmanager
async def desk_before(total: int) -> AsyncIterator[httpx2.AsyncClient]:
    """Fill a queue, and sign somebody in."""
    async with throwaway_server("--appendonly", "no") as url:
        redis = RedisSettings(url=url, timeout_s=60)
        async with open_store(redis) as store:
            await fill(store, total)
            await create_moderator(store, SITE, "alice", PASSWORD)
        app = create_app(Settings(secret=SECRET, redis=redis))
        async with app.router.lifespan_context(app) as state:
            assert state is not None
            async with calling(app, state, "198.51.100.7") as client:
                login = {"site": SITE, "name": "alice", "password": PASSWORD}
                answer = await client.post("/console/sign-in", data=login, headers={"Origin": URL})
                assert answer.status_code == 303
                yield client


async def time_of(client: httpx2.AsyncClient, path: str) -> float:
    """Ask for a page; gives ms."""
    began = time.perf_counter()
    answer = await client.get(path)
    assert answer.text.count("<article") == 25, answer.status_code
    return (time.perf_counter() - began) * 1000


async def measure(many: int) -> None:
    """Ask both in turn, and print."""
    async with desk_before(FEW) as few, desk_before(many) as lots:
        for path in PATHS:
            for client in (few, lots):
                await time_of(client, path)
            pairs = [(await time_of(few, path), await time_of(lots, path)) for _ in range(ROUNDS)]
            small, large = (median(column) for column in zip(*pairs, strict=True))
            print(f"{path:<24} {small:7.1f} ms {large:7.1f} ms   ratio {large / small:.2f}")


if __name__ == "__main__":
    configure_logs(logging.WARNING)
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
