"""Waiting for something to become true, and failing when it does not."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(holds: Callable[[], Awaitable[bool]], within_s: float = 15) -> None:
    async with asyncio.timeout(within_s):
        while not await holds():  # noqa: ASYNC110 - other processes set no event
            await asyncio.sleep(0.02)
