"""A network that fails on purpose, between the store and a real Redis."""

import asyncio
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from tests.lines import CHUNK, End, Line

SLOWNESS_S = 0.05


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


class Proxy(Line):
    """Carries one request and its reply after the other, as faithfully as its fault lets it."""

    def __init__(self, upstream: Path) -> None:
        super().__init__(upstream)
        self.fault = Fault.NONE
        self.heals = False
        """Whether a fault of a reply is over when it has happened once."""

    async def carry(self, caller: End, redis: End) -> None:
        """Carry requests and replies until somebody ends, or the fault does it."""
        with suppress(EOFError, OSError):
            while self.fault is not Fault.REFUSED:
                await self._exchange(caller.reader, redis.writer)
                await self._exchange_back(redis.reader, caller.writer)

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
    if data := await reader.read(CHUNK):
        return data
    raise EOFError
