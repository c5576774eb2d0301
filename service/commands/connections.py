"""Connections that requests come over: whoever is too slow with one is hung up on.

Between two requests the server closes what is idle by itself; for the rest of one that has begun,
or for the first, it would wait for ever.
"""

import asyncio
from collections.abc import Iterable

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE_S = 20.0
"""How long a request's head may take in all, and its body between two parts of it."""


class Connection(HttpToolsProtocol):
    """Remembers since when it has waited for something of a request."""

    waits_since: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a head."""
        super().connection_made(transport)  # type: ignore[arg-type]
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
