"""The pending index: the truth about what is still to be scored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from service.domain.comments import Comment
from service.domain.statuses import Status
from service.settings import LONGEST_LEASE_S
from service.store.codec import read_comment, read_fields, read_thread, short_name
from service.store.connection import Connection, as_pairs
from service.store.due_times import due_sites
from service.store.keys import SiteKeys

_LONGEST_MS = int(LONGEST_LEASE_S * 1000)


@dataclass(frozen=True, slots=True)
class Lease:
    """A comment handed out for scoring, for the ``attempt``-th time."""

    comment_id: str
    attempt: int
    comment: Comment | None = field(default=None, compare=False)
    """As it was then; None: there is none of this id, or only its tombstone."""


class PendingIndex:
    """Hands out due comments under a lease; they leave it only when something is decided."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def due_sites(self, sites: Sequence[str]) -> list[str]:
        """Tell which sites have something to score now, by the clock of Redis."""
        keys = {site: SiteKeys(site).pending for site in sites}
        return await due_sites(self._connection, keys, _LONGEST_MS)

    async def claim(self, site: str, *, lease_s: float, count: int) -> list[Lease]:
        """Claim up to ``count`` due comments; nobody else gets them for the time of the lease."""
        keys = SiteKeys(site)
        own = [keys.pending, keys.attempts, keys.comment(""), keys.threads]
        arguments = (int(lease_s * 1000), count, short_name("thread"))
        rows = await self._connection.run("claim", own, *arguments)
        return [_read_lease(site, *row) for row in rows]

    async def put_off(self, site: str, ids: Sequence[str], by_ms: int) -> None:
        """Let what was claimed and is still due be due later, as if it had never been tried."""
        keys = SiteKeys(site)
        await self._connection.run("put_off", [keys.pending, keys.attempts], by_ms, *ids)

    async def forget(self, site: str, ids: Sequence[str]) -> None:
        """Drop ids that stand for no comment."""
        keys = SiteKeys(site)
        await self._connection.pipe([("ZREM", keys.pending, *ids), ("HDEL", keys.attempts, *ids)])

    async def size(self, site: str) -> int:
        """Count what is still to be scored."""
        return int(await self._connection.call("ZCARD", SiteKeys(site).pending))

    async def oldest_arrival(self, site: str) -> int | None:
        """Tell when the comment that has waited longest arrived, in ms."""
        key = SiteKeys(site).status(Status.PENDING)
        first = await self._connection.call("ZRANGE", key, 0, 0, "WITHSCORES")
        return int(float(first[1])) if first else None


def _read_lease(site: str, id_: str, attempt: int, flat: list[Any], thread: str | None) -> Lease:
    fields = read_fields(dict(as_pairs(flat)))
    if thread is None or fields["status"] == Status.ERASED:
        return Lease(id_, attempt)
    return Lease(id_, attempt, read_comment(site, id_, fields, read_thread(thread)))
