"""What is asked again and again, remembered for a second; and for longer while Redis is silent.

With it a comment costs one trip to Redis, the one that accepts it. The price: a key that is
revoked, or an origin that is taken away, works for one second more.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from cachetools import TTLCache

from service.domain.errors import GreenroomError, UnavailableError, UnknownOutcomeError

REMEMBERED_S = 1.0
LAST_KNOWN_S = 900.0
"""How long the last answer may stand in for one that cannot be had."""
PATIENCE_S = 0.15
"""How long who has an answer to fall back on waits for a fresh one."""
_AT_MOST = 4096

Answer = TypeVar("Answer")
Find = Callable[[str], Coroutine[object, object, Answer]]


@dataclass(frozen=True, slots=True)
class Recalled(Generic[Answer]):
    """An answer, and whether it is of now."""

    answer: Answer
    fresh: bool


class Memory(Generic[Answer]):
    """The answers to one kind of question; asked by many at once, it is asked once.

    None is no answer, and like an error it is not remembered.
    """

    def __init__(self, find: Find[Answer]) -> None:
        self._find = find
        self._known: TTLCache[str, Answer] = TTLCache(_AT_MOST, REMEMBERED_S)
        self._last: TTLCache[str, Answer] = TTLCache(_AT_MOST, LAST_KNOWN_S)
        self._asked: dict[str, asyncio.Task[Answer]] = {}
        self._silent_until = 0.0

    async def __call__(self, name: str) -> Answer:
        """Answer from memory, or find out.

        Raises
        ------
        UnavailableError
            The record does not answer.
        """
        known = self._known.get(name)
        if known is not None:
            return known
        asked = self._asked.get(name)
        if asked is None:
            asked = self._asked[name] = asyncio.create_task(self._ask(name))
            asked.add_done_callback(lambda task: self._done(name, task))
        # Who asked first may go away; others are waiting for the same answer.
        return await asyncio.shield(asked)

    async def last_known(self, name: str) -> Recalled[Answer]:
        """Answer as the record does, or, while it is silent or slow, as it last did.

        Raises
        ------
        UnavailableError
            The record does not answer, and has not for too long.
        """
        if time.monotonic() >= self._silent_until:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    return Recalled(await self(name), fresh=True)
            except (TimeoutError, UnavailableError):
                # The next ones need not find out for themselves.
                self._silent_until = time.monotonic() + REMEMBERED_S
        last = self._last.get(name)
        if last is None:
            return Recalled(await self(name), fresh=True)
        return Recalled(last, fresh=False)

    async def _ask(self, name: str) -> Answer:
        try:
            answer = await self._find(name)
        except UnknownOutcomeError as error:
            # To have asked in vain leaves no doubt about what happened: nothing did.
            raise UnavailableError("Redis does not answer now.") from error
        except UnavailableError:
            raise
        except GreenroomError:
            self._last.pop(name, None)  # a key that has been revoked, say
            raise
        if answer is None:
            self._last.pop(name, None)
        else:
            self._known[name] = self._last[name] = answer
        return answer

    def _done(self, name: str, task: asyncio.Task[Answer]) -> None:
        del self._asked[name]
        _look_at(task)


async def patiently(asked: Coroutine[object, object, Answer]) -> Answer:
    """Wait for what can be done without, and not for long; it goes on by itself after that.

    It is not cancelled: redis-py may not hear of it while it connects.

    Raises
    ------
    UnavailableError
        It takes too long.
    """
    task = asyncio.create_task(asked)
    _left.add(task)
    task.add_done_callback(_left.discard)
    task.add_done_callback(_look_at)
    done, _waiting = await asyncio.wait({task}, timeout=PATIENCE_S)
    if not done:
        raise UnavailableError("Redis does not answer now.")
    return await task


_left: set[asyncio.Task[Any]] = set()
"""The loop itself would let go of what nobody waits for."""


def _look_at(task: asyncio.Task[Any]) -> None:
    """Look at an error, even if whoever asked has lost patience."""
    if not task.cancelled():
        task.exception()
