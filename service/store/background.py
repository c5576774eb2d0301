"""Work that goes on beside a context and ends with it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress

_HEARD_WITHIN_S = 0.05


@asynccontextmanager
async def beside(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Run work until the context ends.

    A cancellation that reaches redis-py while it connects can be lost: it is repeated until heard.
    """
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        while not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=_HEARD_WITHIN_S)
        with suppress(asyncio.CancelledError):
            task.result()
