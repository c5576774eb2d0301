"""The whole record as one file, taken while everything goes on.

Redis gives it to whoever asks as a replica does, over the connection that it is reached by anyhow:
nobody needs to come near the server's own files. It forks for that, as for rewriting its file.
"""

import socket
from collections.abc import Iterator
from typing import Any, BinaryIO

from redis import ConnectionPool
from redis.exceptions import RedisError

from service.domain.errors import UnavailableError
from service.settings import RedisSettings
from service.store.connection import understood
from service.store.primaries import url_now

FIRST_BYTES_S = 600.0
"""How long the server may take to write the snapshot before it sends the first of it."""
_CHUNK = 1 << 20


def take_snapshot(settings: RedisSettings, file: BinaryIO) -> int:
    """Write a snapshot of all databases into a file, in Redis's own format; gives its size.

    Raises
    ------
    UnavailableError
        Redis does not answer, does not give it, or stopped in the middle.
    """
    pool = ConnectionPool.from_url(url_now(settings), socket_timeout=FIRST_BYTES_S)
    connection: Any = pool.make_connection()
    try:
        connection.connect()
        connection.send_command("SYNC")
        return _write(_read_from(connection._sock), file)  # noqa: SLF001 - what follows is no reply
    except RedisError as error:
        raise understood(error) from error
    except OSError as error:
        raise UnavailableError("Redis stopped in the middle of the snapshot.") from error
    finally:
        connection.disconnect()


def _read_from(sock: socket.socket) -> Iterator[bytes]:
    while data := sock.recv(_CHUNK):
        yield data
    raise ConnectionError


def _write(chunks: Iterator[bytes], file: BinaryIO) -> int:
    """Write what follows the announcement of a size, until there is as much."""
    begun = b""
    while b"\n" not in begun.lstrip(b"\n"):  # empty lines say that it is still at it
        begun += next(chunks)
    head, _, rest = begun.lstrip(b"\n").partition(b"\n")
    if not head.startswith(b"$") or not head[1:].strip().isdigit():
        raise UnavailableError("Redis gives no snapshot: its user may not ask for one.")
    size = int(head[1:])
    written = file.write(rest[:size])
    while written < size:
        written += file.write(next(chunks)[: size - written])
    return size
