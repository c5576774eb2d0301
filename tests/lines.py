"""A line between the service and its Redis: it can be slow, or cut."""

import asyncio
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

CHUNK = 65_536


class End(NamedTuple):
    """One end of a call."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class Line:
    """Listens on TCP and passes bytes on to a unix socket, both ways."""

    def __init__(self, upstream: Path) -> None:
        self._upstream = upstream
        self._calls: set[asyncio.Task[None]] = set()
        self.delay_s = 0.0
        """How long each way takes."""
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.url = f"redis://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/0"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.close()
        self.cut()
        await asyncio.gather(*self._calls, return_exceptions=True)

    def cut(self) -> None:
        """End every connection in the middle of whatever it is carrying."""
        for call in self._calls:
            call.cancel()

    async def carry(self, caller: End, redis: End) -> None:
        """Carry what both say until one of them ends."""
        ways = [self._pass(caller.reader, redis.writer), self._pass(redis.reader, caller.writer)]
        await asyncio.wait(map(asyncio.ensure_future, ways), return_when="FIRST_COMPLETED")

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        call = asyncio.create_task(self._connect(End(reader, writer)))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _connect(self, caller: End) -> None:
        try:
            redis = End(*await asyncio.open_unix_connection(self._upstream))
        except OSError:
            caller.writer.transport.abort()
            return
        try:
            await self.carry(caller, redis)
        finally:
            caller.writer.transport.abort()
            redis.writer.transport.abort()

    async def _pass(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(CHUNK):
                await asyncio.sleep(self.delay_s)
                to.write(data)
                await to.drain()
