"""Who listens for hints."""

import asyncio

from service.store.keys import DECIDED
from service.store.redis import Store


async def subscribed(store: Store) -> None:
    """Return once somebody listens; a hint that nobody hears is lost, as hints may be."""
    async with asyncio.timeout(10):
        while not (await store.connection.call("PUBSUB", "NUMSUB", DECIDED))[-1]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
