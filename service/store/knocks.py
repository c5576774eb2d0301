"""Knocks: telling a worker that stays for a while of arrivals at once, without a Celery message.

Who accepts a comment knocks in the same script, and is told whether anybody heard. A knock is a
hint like a ring: what nobody acts on stays on the pending index, where the sweep finds it. Of a
comment that came alone it tells all that is needed to decide it.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from redis.asyncio.connection import AbstractConnection

from service.store.connection import Connection
from service.store.keys import KNOCKS
from service.store.lone_comments import LoneComment, read_lone_comment


@dataclass(frozen=True, slots=True)
class Knock:
    """Word that something is due on a site."""

    site: str
    lone: LoneComment | None = None
    """What is, if it is all, and not too long to be told."""


class Ear:
    """Hears knocks, over a connection that does nothing else meanwhile."""

    def __init__(self, line: AbstractConnection) -> None:
        self._line = line

    async def hear(self, within_s: float) -> list[Knock]:
        """Give the sites on which something came in, once there are any; none: nothing came.

        What was heard while nobody asked is given at once, each site one time.
        """
        said = [await self._line.read_response(timeout=within_s)]
        while said[-1] and await self._line.can_read():
            said.append(await self._line.read_response())
        return _understood([word for _kind, _channel, word in filter(None, said)])

    async def cover(self) -> list[Knock]:
        """Hear nothing from now on; gives what was heard up to then."""
        words: list[str] = []
        await self._line.send_command("UNSUBSCRIBE", KNOCKS)
        while (said := await self._line.read_response())[0] != "unsubscribe":
            words.append(said[2])
        return _understood(words)


class Knocks:
    """The knocks on all sites."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Ear]:
        """Hear from now on; who leaves covers the ear first, or misses what came meanwhile.

        Raises
        ------
        UnavailableError
            Redis does not answer.
        """
        async with self._connection.lent() as line:
            await line.send_command("SUBSCRIBE", KNOCKS)
            await line.read_response()
            yield Ear(line)


def _understood(words: Sequence[str]) -> list[Knock]:
    if len(words) == 1:
        return [_read(words[0])]
    return [Knock(site) for site in dict.fromkeys(word.partition("\n")[0] for word in words)]


def _read(word: str) -> Knock:
    """Read a knock as ``accept.lua`` puts it."""
    site, *told = word.split("\n")
    return Knock(site, read_lone_comment(site, *told) if told else None)
