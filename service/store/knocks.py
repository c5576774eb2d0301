"""Knocks: telling a worker that stays for a while of arrivals at once, without a Celery message.

Who accepts a comment knocks in the same script, and is told whether anybody heard. A knock is a
hint like a ring: what nobody acts on stays on the pending index, where the sweep finds it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio.connection import AbstractConnection

from service.store.connection import Connection
from service.store.keys import KNOCKS


class Ear:
    """Hears knocks, over a connection that does nothing else meanwhile."""

    def __init__(self, line: AbstractConnection) -> None:
        self._line = line

    async def hear(self, within_s: float) -> list[str]:
        """Give the sites on which something came in, once there are any; none: nothing came.

        What was heard while nobody asked is given at once, each site one time.
        """
        said = [await self._line.read_response(timeout=within_s)]
        while said[-1] and await self._line.can_read():
            said.append(await self._line.read_response())
        return list(dict.fromkeys(site for _kind, _channel, site in filter(None, said)))

    async def cover(self) -> list[str]:
        """Hear nothing from now on; gives what was heard up to then."""
        sites: dict[str, None] = {}
        await self._line.send_command("UNSUBSCRIBE", KNOCKS)
        while (said := await self._line.read_response())[0] != "unsubscribe":
            sites[said[2]] = None
        return list(sites)


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
