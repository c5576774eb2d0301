"""Sending together what comes at the same time: one trip and one sync of the disk for all of it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from service.store.connection import ScriptCall

Send = Callable[[Sequence[ScriptCall]], Awaitable[list[Any]]]
Waiting = tuple[Sequence[ScriptCall], asyncio.Future[list[Any]]]

LARGEST = 256
"""Calls that go together, unless one sender has more."""


class Convoy:
    """Sends at once what comes alone; what comes while that is under way goes together after it.

    Whoever waits gets the answers to their own calls. That a sender goes away stops nothing: what
    they sent may have been carried out.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: deque[Waiting] = deque()
        self._under_way: asyncio.Task[None] | None = None

    async def __call__(self, calls: Sequence[ScriptCall]) -> list[Any]:
        """Send calls, and give their answers; raises what the sending of them raised."""
        answers: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        self._waiting.append((calls, answers))
        if self._under_way is None:
            self._under_way = asyncio.create_task(self._go_on())
        return await answers

    async def _go_on(self) -> None:
        try:
            while self._waiting:
                await self._depart(self._next())
        finally:
            self._under_way = None

    def _next(self) -> list[Waiting]:
        group = [self._waiting.popleft()]
        size = len(group[0][0])
        while self._waiting and size + len(self._waiting[0][0]) <= LARGEST:
            group.append(self._waiting.popleft())
            size += len(group[-1][0])
        return group

    async def _depart(self, group: Sequence[Waiting]) -> None:
        try:
            answered = iter(await self._send([call for calls, _ in group for call in calls]))
        except Exception as error:  # noqa: BLE001 - each sender raises it
            for _, answers in group:
                if not answers.done():
                    answers.set_exception(error)
            return
        for calls, answers in group:
            own = [next(answered) for _ in calls]
            if not answers.done():
                answers.set_result(own)
