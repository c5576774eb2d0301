"""What nearly every request asks for, remembered for a second.

With it a comment costs one trip to Redis, the one that accepts it. The price: a key that is
revoked, or an origin that is taken away, works for one second more.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Generic, TypeVar

from cachetools import TTLCache

from service.domain.errors import UnavailableError, UnknownOutcomeError
from service.domain.sites import ApiKey, Site
from service.moderation.keys import authenticate
from service.store.redis import Store

REMEMBERED_S = 1.0
_AT_MOST = 4096

Answer = TypeVar("Answer")
Find = Callable[[str], Coroutine[object, object, Answer]]


class Memory(Generic[Answer]):
    """The answers to one kind of question; asked by many at once, it is asked once.

    None is no answer, and like an error it is not remembered.
    """

    def __init__(self, find: Find[Answer]) -> None:
        self._find = find
        self._known: TTLCache[str, Answer] = TTLCache(_AT_MOST, REMEMBERED_S)
        self._asked: dict[str, asyncio.Task[Answer]] = {}

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
            asked.add_done_callback(lambda _task: self._asked.pop(name))
        # Who asked first may go away; others are waiting for the same answer.
        return await asyncio.shield(asked)

    async def _ask(self, name: str) -> Answer:
        try:
            answer = await self._find(name)
        except UnknownOutcomeError as error:
            # To have asked in vain leaves no doubt about what happened: nothing did.
            raise UnavailableError("Redis does not answer now.") from error
        if answer is not None:
            self._known[name] = answer
        return answer


class Lookups:
    """Keys and sites, as they were at most a second ago."""

    def __init__(self, store: Store) -> None:
        self.key: Memory[ApiKey] = Memory(partial(authenticate, store))
        """By the key that a caller presents; raises `UnauthenticatedError` too."""
        self.site: Memory[Site | None] = Memory(store.sites.get)
        """By its name."""
