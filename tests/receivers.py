"""A site's own server, which is told of decisions; it misbehaves when told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import h11
import orjson
from standardwebhooks import Webhook


@dataclass
class Receiver:
    """Keeps what was posted to it."""

    url: str
    status: int = 200
    secrets: list[str] = field(default_factory=list)
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answer: bytes = b"ok"
    pause_s: float = 0.0

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.received]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [orjson.loads(body) for _headers, body in self.received]

    def verify(self, secret: str) -> None:
        """Check all signatures with the library that receivers use."""
        for headers, body in self.received:
            Webhook(secret).verify(body, headers)


@asynccontextmanager
async def receiving(port: int = 0) -> AsyncIterator[Receiver]:
    """Receive on a port of this machine."""
    receiver = Receiver("")

    under_way: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        this = asyncio.current_task()
        assert this is not None
        under_way.add(this)
        try:
            await _answer(receiver, reader, writer)
        finally:
            under_way.discard(this)
            writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    async with server:
        receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
        try:
            yield receiver
        finally:
            for task in tuple(under_way):
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)


async def _answer(
    receiver: Receiver, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    request, body = await _read(reader)
    headers = {name.decode(): value.decode() for name, value in request.headers}
    await asyncio.sleep(receiver.pause_s)
    receiver.received.append((headers, body))
    head = f"HTTP/1.1 {receiver.status} X\r\nContent-Length: {len(receiver.answer)}\r\n"
    writer.write(head.encode() + b"Location: /elsewhere\r\n\r\n" + receiver.answer)
    with suppress(ConnectionError):  # who has read enough hangs up
        await writer.drain()
        writer.close()
        await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> tuple[h11.Request, bytes]:
    parser, request, body = h11.Connection(h11.SERVER), None, b""
    while True:
        event = parser.next_event()
        if event is h11.NEED_DATA:
            parser.receive_data(await reader.read(65536))
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += event.data
        else:
            assert isinstance(event, h11.EndOfMessage)
            assert request is not None
            return request, body
