"""Trips to Redis and back: what is asked for in one turn of the event loop goes together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from hiredis import pack_command
from redis.asyncio import Redis
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

Command = tuple[Any, ...]


_TURNS = 3
"""In which tasks begin, those that they gather, and those that these gather."""


class _Party:
    """Those who go together, each with commands of their own."""

    def __init__(self) -> None:
        self.members: list[tuple[Sequence[Command], asyncio.Future[list[Any]]]] = []
        self.trip: asyncio.Task[None] | None = None
        self.left = asyncio.Event()
        """What they ask for has been sent, or never will be."""

    def join(self, commands: Sequence[Command]) -> asyncio.Future[list[Any]]:
        """Give what will be the answers."""
        answers: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        self.members.append((commands, answers))
        return answers

    def forget(self) -> None:
        """End the trip once nobody waits for it any more."""
        if self.trip and all(answers.done() for _commands, answers in self.members):
            self.trip.cancel()
            self.left.set()  # a task that is cancelled before its first step does not say so itself


class Trips:
    """Carries commands over the connections of a client; errors are among the answers.

    A client's own pipeline costs three times as much as what it carries.
    """

    def __init__(self, client: Redis) -> None:
        self._pool = client.connection_pool
        self._readers = client.response_callbacks
        self._spare: AbstractConnection | None = None
        self._gathering: _Party | None = None
        self._departed: _Party | None = None
        self._held = 0
        """How many wait for others to ask, and let nobody go before."""

    async def together(self, commands: Sequence[Command]) -> list[Any]:
        """Carry commands along with all that is asked for in this turn of the loop."""
        party = self._gathering
        if party is None:
            party = self._gathering = _Party()
            asyncio.get_running_loop().call_soon(self._depart)
        try:
            return await party.join(commands)
        except asyncio.CancelledError:
            party.forget()
            raise

    async def under_way(self) -> None:
        """Return once it is sent, as one trip, what tasks ask for that were made just now.

        Whoever has work for the processor does it then, while Redis does its own.
        """
        self._held += 1
        try:
            for _ in range(_TURNS):
                await asyncio.sleep(0)
        finally:
            self._held -= 1
            self._depart()
        if self._departed is not None:
            await self._departed.left.wait()

    async def alone(
        self, commands: Sequence[Command], sent: Callable[[], None] | None = None
    ) -> list[Any]:
        """Carry commands and no others."""
        async with self.lent() as line, self._in_time(line):
            await line.send_packed_command(b"".join(map(pack_command, commands)))
            if sent is not None:
                sent()
            return [await self._read(line, command[0]) for command in commands]

    @asynccontextmanager
    async def _in_time(self, line: AbstractConnection) -> AsyncIterator[None]:
        """Limit a trip as a whole: the client's limit, for each answer, costs more than it does."""
        own, line.socket_timeout = line.socket_timeout, None
        try:
            async with asyncio.timeout(own):
                yield
        except TimeoutError as error:
            raise RedisTimeoutError from error
        finally:
            line.socket_timeout = own

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[AbstractConnection]:
        """Lend a connection; one on which anything went wrong is closed."""
        line = await self._take()
        try:
            yield line
        except BaseException:
            await line.disconnect(nowait=True)
            raise
        finally:
            is_good = line.is_connected and not line.should_reconnect()  # type: ignore[no-untyped-call]
            if self._spare is None and is_good:
                self._spare = line
            else:
                await self._pool.release(line)

    async def _take(self) -> AbstractConnection:
        """Take the connection that was brought back last: the pool's own way takes longer."""
        spare, self._spare = self._spare, None
        if spare is not None:
            if not await spare.can_read():
                return spare
            # It has ended, or somebody left something on it.
            await self._bring_back(spare)
        line: AbstractConnection = await self._pool.get_connection()  # type: ignore[no-untyped-call]
        return line

    async def hang_up(self) -> None:
        """End all connections that are lent to nobody; the next are new ones."""
        spare, self._spare = self._spare, None
        if spare is not None:
            await self._bring_back(spare)
        await self._pool.disconnect(inuse_connections=False)

    async def _bring_back(self, line: AbstractConnection) -> None:
        await line.disconnect(nowait=True)
        await self._pool.release(line)

    def _depart(self) -> None:
        if self._gathering is None or self._held:
            return
        party, self._gathering = self._gathering, None
        self._departed = party
        party.trip = asyncio.create_task(self._travel(party))

    async def _travel(self, party: _Party) -> None:
        members = party.members
        try:
            together = [command for commands, _ in members for command in commands]
            carried = await self.alone(together, party.left.set)
        except Exception as error:  # noqa: BLE001 - each of them raises it
            for _, answers in members:
                if not answers.done():
                    answers.set_exception(error)
            return
        finally:
            party.left.set()
        come = iter(carried)
        for commands, answers in members:
            own = [next(come) for _ in commands]
            if not answers.done():
                answers.set_result(own)

    async def _read(self, line: AbstractConnection, name: str) -> Any:  # noqa: ANN401 - any answer
        try:
            answer = await line.read_response()
        except ResponseError as error:
            return error
        reader = self._readers.get(name)
        return reader(answer) if reader else answer
