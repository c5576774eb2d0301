"""A Redis server for a benchmark: configured as `greenroom up` configures its own, then thrown away."""

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
async def throwaway_store(*options: str) -> AsyncIterator[Store]:
    """Open an empty record on a server of its own; ``options`` are added to its command line."""
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:
        socket = Path(folder) / "redis.sock"
        own = ("--port", "0", "--unixsocket", str(socket), "--dir", folder, *options)
        process = subprocess.Popen(
            [str(find_server()), str(CONF), *own], stdout=subprocess.DEVNULL
        )
        try:
            while not await answers(socket):
                await asyncio.sleep(0.02)
            settings = RedisSettings(url=f"unix://{socket}", timeout_s=60)
            async with open_store(settings) as store:
                yield store
        finally:
            process.kill()
            process.wait()
