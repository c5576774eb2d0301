"""Which worker processes are at work, as they say themselves."""

import time

from service.store import keys
from service.store.connection import Connection

ABSENT_AFTER_S = 30.0


class Presence:
    """When each worker process was last seen."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def report(self, worker: str) -> None:
        """Say that a worker process is alive, and forget those that are long gone."""
        now = time.time()
        await self._connection.pipe(
            [
                ("ZADD", keys.WORKERS, int(now * 1000), worker),
                ("ZREMRANGEBYSCORE", keys.WORKERS, "-inf", int((now - 3600) * 1000)),
            ]
        )

    async def leave(self, worker: str) -> None:
        """Say that a worker process is going."""
        await self._connection.call("ZREM", keys.WORKERS, worker)

    async def count(self) -> int:
        """Count the worker processes that were seen lately."""
        since = int((time.time() - ABSENT_AFTER_S) * 1000)
        return int(await self._connection.call("ZCOUNT", keys.WORKERS, since, "+inf"))
