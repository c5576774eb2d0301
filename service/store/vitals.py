"""How the server of the record is set up and how it does, as far as it tells."""

import time
from contextlib import suppress
from dataclasses import dataclass

from redis.exceptions import ResponseError

from service.store.connection import Connection, as_pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What the server says of itself; None: it does not tell."""

    version: str
    appends: bool
    """Whether it writes an append-only file."""
    syncs: str | None
    """``appendfsync``."""
    evicts: str | None
    """``maxmemory-policy``."""
    memory_used: int
    memory_limit: int
    """Bytes; 0: none."""
    writes_well: bool
    """Whether its last write to the file, and its last rewriting of it, succeeded."""
    replicas: int
    clock_ahead_s: float
    """By how much its clock is ahead of ours."""


class ServerVitals:
    """Asks the server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def read(self) -> Vitals:
        """Ask for everything."""
        began = time.time()
        info, (seconds, micros) = await self._connection.pipe([("INFO",), ("TIME",)])
        now = (began + time.time()) / 2
        settings = await self._settings()
        return Vitals(
            version=str(info.get("valkey_version") or info["redis_version"]),
            appends=int(info["aof_enabled"]) == 1,
            syncs=settings.get("appendfsync"),
            evicts=info.get("maxmemory_policy"),
            memory_used=int(info["used_memory"]),
            memory_limit=int(info.get("maxmemory", 0)),
            writes_well={info.get("aof_last_write_status"), info.get("aof_last_bgrewrite_status")}
            <= {"ok", None},
            replicas=int(info.get("connected_slaves", 0)),
            clock_ahead_s=int(seconds) + int(micros) / 1e6 - now,
        )

    async def _settings(self) -> dict[str, str]:
        """Read what a server may keep to itself."""
        with suppress(ResponseError):
            return dict(as_pairs(await self._connection.call("CONFIG", "GET", "appendfsync")))
        return {}
