"""The review queue: what awaits a person, in every order it is read in, and who has claims."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.verdicts import ReasonCode
from service.store.connection import Connection
from service.store.keys import SiteKeys
from service.store.pages import Page, read_page

_LOOK_AT = 1_000
"""How deep a claim looks into a part of the queue for items that nobody has."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A moderator's lease on a review item."""

    moderator: str
    until: int
    """End of the lease, ms."""


class ReviewQueue:
    """Reads and claims; what stands in the queue, and where, is up to the transitions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def page(
        self, site: str, place: str, *, limit: int, cursor: str | None, ascending: bool = False
    ) -> Page:
        """Read one page of a part of the queue, the greatest rank first."""
        key = SiteKeys(site).queue(place)
        return await read_page(
            self._connection, key, limit=limit, cursor=cursor, descending=not ascending
        )

    async def count_reasons(self, site: str) -> dict[ReasonCode, int]:
        """Count the cards in the queue by reason; reasons nobody has are left out."""
        keys = SiteKeys(site)
        commands = [("ZCARD", keys.queue(f"reason:{code}")) for code in ReasonCode]
        counts = await self._connection.pipe(commands)
        return {code: n for code, n in zip(ReasonCode, counts, strict=True) if n}

    async def size(self, site: str) -> int:
        """Count the cards in the queue."""
        return int(await self._connection.call("ZCARD", SiteKeys(site).queue("priority")))

    async def claim(
        self, site: str, place: str, moderator: str, *, lease_s: float, count: int
    ) -> list[str]:
        """Lease up to ``count`` items to a moderator; nobody else gets them meanwhile."""
        keys = SiteKeys(site)
        part = keys.queue("free" if place == "priority" else place)
        arguments = (moderator, int(lease_s * 1000), count, _LOOK_AT)
        return list(
            await self._connection.run("claim_reviews", [part, *_written(keys)], *arguments)
        )

    async def release(self, site: str, moderator: str, ids: Sequence[str] = ()) -> int:
        """Give back some items, or all that a moderator has; gives how many."""
        keys = SiteKeys(site)
        return int(await self._connection.run("release_reviews", _written(keys), moderator, *ids))

    async def claims(self, site: str, ids: Sequence[str]) -> list[Claim | None]:
        """Tell who has each of some items."""
        if not ids:
            return []
        keys = SiteKeys(site)
        names, ends = await self._connection.pipe(
            [("HMGET", keys.claimants, *ids), ("ZMSCORE", keys.claims, *ids)]
        )
        pairs = zip(names, ends, strict=True)
        return [Claim(name, int(float(end))) if name and end else None for name, end in pairs]

    async def flood_sizes(self, site: str, floods: Sequence[str]) -> list[int]:
        """Count how many comments of each flood stand in the queue, on one card."""
        keys = SiteKeys(site)
        return await self._connection.pipe([("ZCARD", keys.queue(f"flood:{f}")) for f in floods])


def _written(keys: SiteKeys) -> list[str]:
    """List what claiming and giving back change."""
    free, priority = keys.queue("free"), keys.queue("priority")
    return [free, priority, keys.claims, keys.claimants, keys.events]
