"""Posting to addresses that others chose: resolved once, looked at, and only then connected to."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpcore2

from service.moderation.telling import Answer
from service.outbound.addresses import is_public
from service.settings import WebhookSettings

PORTS = (443, 8443)
_READ_AT_MOST = 64 * 1024
_FAILURES = (
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.TimeoutException,
    httpcore2.UnsupportedProtocol,
    httpcore2.ConnectionNotAvailable,
    OSError,
    TimeoutError,
    ValueError,
)


class RefusedError(OSError):
    """The address is one that nobody outside may send us to."""


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to public addresses only.

    The name is resolved here and the connection made to what was found, so that it cannot lead
    elsewhere a moment later. Host header and certificate go by the name all the same.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._backend = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's signature
        local_address: str | None = None,  # noqa: ARG002 - same
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - same
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address of a host that answers.

        Raises
        ------
        RefusedError
            One of its addresses is not public, or the port is none of HTTPS.
        """
        addresses = await self.resolve(host, port)
        if not self._allow_private and not (port in PORTS and all(map(is_public, addresses))):
            raise RefusedError
        for address in addresses[:-1]:
            try:
                return await self._backend.connect_tcp(address, port, timeout)
            except httpcore2.ConnectError:
                continue
        return await self._backend.connect_tcp(addresses[-1], port, timeout)

    async def resolve(self, host: str, port: int) -> list[str]:
        """Find the addresses of a host."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [str(address[0]) for *_, address in found]


class HttpPoster:
    """Posts, each time over a new connection. Follows no redirects, and asks no proxies."""

    def __init__(self, pool: httpcore2.AsyncConnectionPool, settings: WebhookSettings) -> None:
        self._pool = pool
        self._settings = settings

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post, and wait for the answer for so long; a failure is an answer, too."""
        if not self._settings.allow_private and not url.startswith("https://"):
            return Answer(error=RefusedError.__name__)
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                return await self._post(url, body, headers)
        except _FAILURES as error:
            return Answer(error=type(error).__name__)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        named = [(name.encode(), value.encode()) for name, value in headers.items()]
        async with self._pool.stream("POST", url, headers=named, content=body) as answer:
            read = 0
            async for chunk in answer.aiter_stream():
                read += len(chunk)
                if read >= _READ_AT_MOST:
                    break
            return Answer(status=answer.status)


@asynccontextmanager
async def open_poster(settings: WebhookSettings) -> AsyncIterator[HttpPoster]:
    """Post for as long as the context lasts."""
    backend = GuardedBackend(allow_private=settings.allow_private)
    pool = httpcore2.AsyncConnectionPool(
        max_connections=settings.at_once, max_keepalive_connections=0, network_backend=backend
    )
    async with pool:
        yield HttpPoster(pool, settings)
