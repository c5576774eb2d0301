"""Comments listed by where they stand: in a thread, under a status, by an author."""

from service.domain.statuses import LIVE, Status
from service.store.connection import Connection
from service.store.keys import SiteKeys
from service.store.pages import Page, read_page


class Listings:
    """Reads the indexes that the transitions keep."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def thread(self, site: str, thread_id: str, *, limit: int, cursor: str | None) -> Page:
        """List a thread's approved comments, oldest first."""
        key = SiteKeys(site).thread(thread_id)
        return await read_page(self._connection, key, limit=limit, cursor=cursor)

    async def by_status(
        self, site: str, status: Status, *, limit: int, cursor: str | None, newest: bool = True
    ) -> Page:
        """List the comments of a status, by time of arrival."""
        key = SiteKeys(site).status(status)
        return await read_page(self._connection, key, limit=limit, cursor=cursor, descending=newest)

    async def by_author(self, site: str, identity: str, *, limit: int, cursor: str | None) -> Page:
        """List what an author wrote, under one of their identities, newest first."""
        key = SiteKeys(site).by(identity)
        return await read_page(self._connection, key, limit=limit, cursor=cursor, descending=True)

    async def count_statuses(self, site: str) -> dict[Status, int]:
        """Count the comments of each status."""
        keys = SiteKeys(site)
        counts = await self._connection.pipe([("ZCARD", keys.status(s)) for s in LIVE])
        return dict(zip(LIVE, counts, strict=True))
