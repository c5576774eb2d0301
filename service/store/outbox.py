"""The outbox: what webhooks are still to be told.

Like the pending index it is queue, lease and retry schedule in one: nothing leaves it before it
was delivered or given up.
"""

from collections.abc import Callable, Sequence

from service.clock import now_ms
from service.domain.webhooks import Letter, read_letter
from service.store.connection import Connection, as_pairs
from service.store.due_times import due_sites
from service.store.keys import SiteKeys
from service.store.pages import Page, read_page

_LONGEST_MS = 6 * 3_600_000
"""No letter is put off for longer, nor a lease of one."""
_DEAD_AT_MOST = 10_000
"""How many dead letters of a webhook are kept; the oldest go first."""

Ring = Callable[[str], None]
"""Says that a site has letters to deliver: without waiting and without failing, as a hint."""


class Outbox:
    """The letters of all sites."""

    def __init__(self, connection: Connection, ring: Ring) -> None:
        self._connection = connection
        self._ring = ring

    async def due_sites(self, sites: Sequence[str]) -> list[str]:
        """Tell which sites have something to deliver now, by the clock of Redis."""
        keys = {site: SiteKeys(site).outbox for site in sites}
        return await due_sites(self._connection, keys, _LONGEST_MS)

    async def claim(self, site: str, *, lease_s: float, count: int) -> list[Letter]:
        """Claim due letters; nobody else gets them for the time of the lease."""
        keys = SiteKeys(site)
        flat = await self._connection.run(
            "claim_letters", [keys.outbox, keys.outbox_attempts], int(lease_s * 1000), count
        )
        return [read_letter(written, int(attempt)) for written, attempt in as_pairs(flat)]

    async def settle(self, site: str, letter: Letter) -> None:
        """Take out what was delivered, or is for nobody."""
        keys = SiteKeys(site)
        await self._connection.pipe(
            [
                ("ZREM", keys.outbox, letter.written),
                ("HDEL", keys.outbox_attempts, letter.written),
            ]
        )

    async def postpone(self, site: str, letter: Letter, by_s: float, *, tried: bool) -> None:
        """Try a letter again later; one that was not ``tried`` keeps its number of attempts."""
        keys = SiteKeys(site)
        later = ("ZADD", keys.outbox, "XX", "INCR", int(by_s * 1000), letter.written)
        uncounted = ("HINCRBY", keys.outbox_attempts, letter.written, -1)
        await self._connection.pipe([later] if tried else [later, uncounted])

    async def bury(self, site: str, letter: Letter) -> None:
        """Give a letter up; it can be replayed."""
        key = SiteKeys(site).dead_letters(letter.webhook)
        await self._connection.pipe(
            [
                ("ZADD", key, now_ms(), letter.written),
                ("ZREMRANGEBYRANK", key, 0, -_DEAD_AT_MOST - 1),
            ]
        )
        await self.settle(site, letter)

    async def dead_letters(
        self, site: str, webhook_id: str, *, limit: int, cursor: str | None
    ) -> tuple[list[Letter], str | None]:
        """Read what was given up, the last first, and where the next page begins."""
        key = SiteKeys(site).dead_letters(webhook_id)
        page: Page = await read_page(
            self._connection, key, limit=limit, cursor=cursor, descending=True
        )
        return [read_letter(written) for written in page.ids], page.next_cursor

    async def replay(self, site: str, letters: Sequence[Letter]) -> None:
        """Put dead letters back; one of which it is not known whether it was goes out twice."""
        keys = SiteKeys(site)
        queued = [("ZADD", keys.outbox, 0, letter.written) for letter in letters]
        raised = [("ZREM", keys.dead_letters(x.webhook), x.written) for x in letters]
        await self._connection.pipe([*queued, *raised])
        self._ring(site)

    async def size(self, site: str) -> int:
        """Count what is still to be delivered."""
        return int(await self._connection.call("ZCARD", SiteKeys(site).outbox))
