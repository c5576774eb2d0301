"""A network that fails on purpose, between the store and a real Redis."""

import asyncio
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

SLOWNESS_S = 0.05
_CHUNK = 65_536


class Fault(StrEnum):
    """What happens to the next request."""

    NONE = "none"
    REFUSED = "refused"
    CUT_REQUEST = "cut before the request arrives"
    CUT_REPLY = "cut after the request, before its reply"
    HALF_REPLY = "cut in the middle of the reply"
    SILENCE = "nothing arrives"
    SILENT_REPLY = "the request arrives, its reply does not"
    SLOW = "slow"


class Proxy:
    """Listens on TCP and hands on to a unix socket, as faithfully as its fault lets it."""

    def __init__(self, upstream: Path) -> None:
        self._upstream = upstream
        self._connections: set[asyncio.Task[None]] = set()
        self.fault = Fault.NONE
        self.heals = False
        """Whether a fault of a reply is over when it has happened once."""
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.url = f"redis://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        redis, to_redis = await asyncio.open_unix_connection(self._upstream)
        try:
            while self.fault is not Fault.REFUSED:
                await self._exchange(reader, to_redis)
                await self._exchange_back(redis, writer)
        except (EOFError, OSError):
            pass
        finally:
            writer.transport.abort()
            to_redis.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, to_redis: asyncio.StreamWriter) -> None:
        request = await _read(reader)
        if self.fault in (Fault.CUT_REQUEST, Fault.REFUSED):
            raise EOFError
        if self.fault is Fault.SILENCE:
            await asyncio.Event().wait()
        to_redis.write(request)
        await to_redis.drain()

    async def _exchange_back(
        self, redis: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        reply, fault = await _read(redis), self.fault
        if self.heals:
            self.fault = Fault.NONE
        match fault:
            case Fault.CUT_REPLY:
                raise EOFError
            case Fault.SILENT_REPLY:
                await asyncio.Event().wait()
            case Fault.SLOW:
                await asyncio.sleep(SLOWNESS_S)
            case Fault.HALF_REPLY:
                writer.write(reply[: len(reply) // 2])
                await writer.drain()
                writer.close()
                raise EOFError
        writer.write(reply)
        await writer.drain()


async def _read(reader: asyncio.StreamReader) -> bytes:
    if data := await reader.read(_CHUNK):
        return data
    raise EOFError
