"""A Redis server for a benchmark: configured as that of `greenroom up`, then thrown away."""

import asyncio
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from service.settings import RedisSettings
from service.store.redis import Store, open_store
from service.supervision.redis_server import CONF, answers, find_server


@asynccontextmanager
async def throwaway_server(*options: str) -> AsyncIterator[str]:
    """Run a server; give its URL. ``options`` are added to its command line."""
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:
        socket = Path(folder) / "redis.sock"
        own = ("--port", "0", "--unixsocket", str(socket), "--dir", folder, *options)
        server = await asyncio.create_subprocess_exec(
            str(find_server()), str(CONF), *own, stdout=subprocess.DEVNULL
        )
        try:
            async with asyncio.timeout(10):
                while not await answers(socket):
                    await asyncio.sleep(0.02)
            yield f"unix://{socket}"
        finally:
            server.kill()
            await server.wait()


@asynccontextmanager
async def throwaway_store(*options: str) -> AsyncIterator[Store]:
    """Open an empty record on a server of its own."""
    async with (
        throwaway_server(*options) as url,
        open_store(RedisSettings(url=url, timeout_s=60)) as store,
    ):
        yield store
