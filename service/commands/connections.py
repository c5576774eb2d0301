"""Connections that requests come over: whoever is too slow with one is hung up on.

Between two requests the server closes what is idle by itself; for the rest of one that has begun,
or for the first, it would wait for ever. And what it answers with goes out in one piece.
"""

import asyncio
from collections.abc import Iterable
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE_S = 20.0
"""How long a request's head may take in all, and its body between two parts of it."""

MOST_GATHERED = 64 * 1024
"""Bytes; when there are more, nothing is waited for."""


class Gathering:
    """A transport that sends in one go what is written in one turn of the event loop.

    The head of an answer and its body are written one after the other: sent like that, each costs a
    system call here, and whoever reads is woken twice.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._written: list[bytes] = []
        self._size = 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a transport has
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send soon."""
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)
        self._size += len(data)
        if self._size > MOST_GATHERED:
            self._send()

    def close(self) -> None:
        """Close once all is sent."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        data, self._size = b"".join(self._written), 0
        self._written.clear()
        if data and not self._transport.is_closing():
            self._transport.write(data)


class Connection(HttpToolsProtocol):
    """Remembers since when it has waited for something of a request."""

    waits_since: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a head."""
        gathering = Gathering(cast("asyncio.Transport", transport), self.loop)
        super().connection_made(cast("asyncio.Transport", gathering))
        self.waits_since = self.loop.time()

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of a head, if that did not begin with the connection."""
        super().on_message_begin()
        self.waits_since = self.waits_since or self.loop.time()

    def on_headers_complete(self) -> None:
        """Begin to wait for a body."""
        super().on_headers_complete()
        self.waits_since = self.loop.time()

    def on_body(self, body: bytes) -> None:
        """Wait for the next part of it."""
        super().on_body(body)
        self.waits_since = self.loop.time()

    def on_message_complete(self) -> None:
        """Wait no more: it is we who have to answer."""
        super().on_message_complete()
        self.waits_since = None

    def has_waited_for_too_long(self) -> bool:
        """Tell whether its caller could have sent more by now, and has not."""
        if self.waits_since is None or self.flow.read_paused:
            return False
        return self.loop.time() - self.waits_since > PATIENCE_S


def hang_up_on_the_slow(connections: Iterable[object]) -> None:
    """Close what has waited for its caller for too long."""
    for connection in connections:
        if isinstance(connection, Connection) and connection.has_waited_for_too_long():
            connection.transport.close()
