"""Hearing at once that a comment was decided: a hint, who waits reads the record in the end."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from service.settings import RedisSettings
from service.store import keys
from service.store.background import beside
from service.store.connection import open_client

_PAUSE_S = 0.5


class Hints:
    """One subscription of the process, shared by all that wait."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def expecting(self, comment_id: str) -> Iterator[asyncio.Event]:
        """Give an event that is set when the comment leaves ``pending``."""
        event = asyncio.Event()
        self._waiting[comment_id].add(event)
        try:
            yield event
        finally:
            self._waiting[comment_id].discard(event)
            if not self._waiting[comment_id]:
                del self._waiting[comment_id]

    def announce(self, comment_id: str) -> None:
        """Wake those who wait for a comment."""
        for event in self._waiting.get(comment_id, ()):
            event.set()

    async def listen(self, client: Redis) -> None:
        """Hand on what Redis publishes, for ever; a lost connection is made again."""
        while True:
            with suppress(RedisError, OSError):
                async with client.pubsub(ignore_subscribe_messages=True) as channel:
                    await channel.subscribe(keys.DECIDED)
                    async for message in channel.listen():
                        self.announce(message["data"])
            await asyncio.sleep(_PAUSE_S)


@asynccontextmanager
async def open_hints(settings: RedisSettings) -> AsyncIterator[Hints]:
    """Listen for as long as the context lasts."""
    hints, client = Hints(), open_client(settings, blocking=True)
    try:
        async with beside(hints.listen(client)):
            yield hints
    finally:
        await client.aclose()
        await client.connection_pool.aclose()
