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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a moderator wants to claim."""

    count: int
    """How many at most."""
    place: str = "priority"
    """The part of the queue to take from, the greatest rank first."""
    ascending: bool = False
    """The least rank first."""
    ids: Sequence[str] = ()
    """These and no others, wherever they stand."""


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
        self, site: str, wanted: Wanted, moderator: str, *, lease_s: float
    ) -> list[str]:
        """Lease items to a moderator; nobody else gets them meanwhile."""
        keys = SiteKeys(site)
        part = keys.queue("free" if wanted.place == "priority" else wanted.place)
        order = int(wanted.ascending)
        arguments = (moderator, int(lease_s * 1000), wanted.count, _LOOK_AT, order, *wanted.ids)
        own = [part, *_written(keys), keys.skips(moderator), keys.comment("")]
        return list(await self._connection.run("claim_reviews", own, *arguments))

    async def release(self, site: str, moderator: str, ids: Sequence[str] = ()) -> int:
        """Give back some items, or all that a moderator has; gives how many."""
        keys = SiteKeys(site)
        return int(await self._connection.run("release_reviews", _written(keys), moderator, *ids))

    async def claims(self, site: str, ids: Sequence[str]) -> list[Claim | None]:
        """Tell who has each of some items; a lease that ran out is nobody's."""
        if not ids:
            return []
        keys = SiteKeys(site)
        (seconds, micros), names, ends = await self._connection.pipe(
            [("TIME",), ("HMGET", keys.claimants, *ids), ("ZMSCORE", keys.claims, *ids)]
        )
        now = int(seconds) * 1000 + int(micros) // 1000
        leases = [(name, int(float(end or 0))) for name, end in zip(names, ends, strict=True)]
        return [Claim(name, end) if name and end > now else None for name, end in leases]

    async def flood_sizes(self, site: str, floods: Sequence[str]) -> list[int]:
        """Count how many comments of each flood stand in the queue, on one card."""
        keys = SiteKeys(site)
        commands = [("ZCARD", keys.queue(f"flood:{flood}")) for flood in floods]
        return await self._connection.pipe(commands) if commands else []


def _written(keys: SiteKeys) -> list[str]:
    """List what claiming and giving back change."""
    free, priority = keys.queue("free"), keys.queue("priority")
    return [free, priority, keys.claims, keys.claimants, keys.events]
