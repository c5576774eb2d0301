"""Comments listed by where they stand: a thread for its readers, the queue for moderators."""

from enum import StrEnum

from service.domain.statuses import LIVE, Status
from service.domain.verdicts import ReasonCode
from service.store.connection import Connection
from service.store.keys import SiteKeys
from service.store.pages import Page, read_page


class Order(StrEnum):
    """In which order a queue is read."""

    PRIORITY = "priority"
    """What needs a person most comes first; held comments only."""
    NEWEST = "newest"
    OLDEST = "oldest"


class Listings:
    """Reads the indexes that the transitions keep."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def thread(self, site: str, thread_id: str, *, limit: int, cursor: str | None) -> Page:
        """List a thread's approved comments, oldest first."""
        key = SiteKeys(site).thread(thread_id)
        return await read_page(self._connection, key, limit=limit, cursor=cursor)

    async def by_status(
        self, site: str, status: Status, order: Order, *, limit: int, cursor: str | None
    ) -> Page:
        """List the comments of a status."""
        keys = SiteKeys(site)
        urgent = order is Order.PRIORITY and status is Status.HELD
        return await read_page(
            self._connection,
            keys.held_by_priority if urgent else keys.status(status),
            limit=limit,
            cursor=cursor,
            descending=order is not Order.OLDEST,
        )

    async def by_reason(
        self, site: str, code: ReasonCode, order: Order, *, limit: int, cursor: str | None
    ) -> Page:
        """List the held comments that have a reason, by time of arrival."""
        return await read_page(
            self._connection,
            SiteKeys(site).reason(code),
            limit=limit,
            cursor=cursor,
            descending=order is not Order.OLDEST,
        )

    async def count_statuses(self, site: str) -> dict[Status, int]:
        """Count the comments of each status."""
        keys = SiteKeys(site)
        counts = await self._connection.pipe([("ZCARD", keys.status(s)) for s in LIVE])
        return dict(zip(LIVE, counts, strict=True))

    async def count_reasons(self, site: str) -> dict[ReasonCode, int]:
        """Count the held comments by reason; reasons nobody has are left out."""
        keys = SiteKeys(site)
        counts = await self._connection.pipe([("ZCARD", keys.reason(c)) for c in ReasonCode])
        return {code: n for code, n in zip(ReasonCode, counts, strict=True) if n}
