"""What moderators have skipped: each a list of their own, bounded, and forgotten in time."""

from collections.abc import Sequence

from service.store.connection import Connection
from service.store.keys import SiteKeys

LIFE_S = 7 * 24 * 3600
"""How long after their last skip a moderator's list is kept."""

AT_MOST = 1_000
"""How many skips of a moderator are kept; the oldest are forgotten first."""


class Skips:
    """The skips of all moderators."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, site: str, moderator: str, seen: Sequence[tuple[str, int]]) -> list[str]:
        """Skip comments, by id and version; gives the ids of those that are still at it."""
        keys = SiteKeys(site)
        free, priority = keys.queue("free"), keys.queue("priority")
        claims = [keys.claims, keys.claimants, keys.events]
        own = [free, priority, *claims, keys.skips(moderator), keys.comment("")]
        arguments = (moderator, LIFE_S * 1000, AT_MOST, *map(_member, seen))
        return list(await self._connection.run("skip_reviews", own, *arguments))

    async def are_skipped(
        self, site: str, moderator: str, seen: Sequence[tuple[str, int]]
    ) -> list[bool]:
        """Tell of comments, by id and version, which ones a moderator has skipped."""
        if not seen:
            return []
        key = SiteKeys(site).skips(moderator)
        times = await self._connection.call("ZMSCORE", key, *map(_member, seen))
        return [time is not None for time in times]

    async def forget(self, site: str, moderator: str) -> int:
        """Forget all that a moderator has skipped; gives how many that were."""
        key = SiteKeys(site).skips(moderator)
        count, _gone = await self._connection.pipe([("ZCARD", key), ("DEL", key)])
        return int(count)


def _member(seen: tuple[str, int]) -> str:
    return f"{seen[0]} {seen[1]}"
