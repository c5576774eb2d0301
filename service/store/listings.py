"""Comments listed by where they stand: in a thread, under a status, by an author."""

from collections.abc import Sequence

from service.domain.comments import Thread
from service.domain.statuses import LIVE, Status
from service.store.codec import read_thread
from service.store.connection import Connection
from service.store.keys import SiteKeys, short_thread
from service.store.pages import Page, read_page


class Listings:
    """Reads the indexes that the transitions keep."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def thread(self, site: str, thread_id: str, *, limit: int, cursor: str | None) -> Page:
        """List a thread's approved comments, oldest first."""
        key = SiteKeys(site).thread(thread_id)
        return await read_page(self._connection, key, limit=limit, cursor=cursor)

    async def threads(self, site: str, ids: Sequence[str]) -> list[Thread]:
        """Tell what is known of threads; of those that no comment came to, only their ids."""
        if not ids:
            return []
        names = [short_thread(id_) for id_ in ids]
        rows = await self._connection.call("HMGET", SiteKeys(site).threads, *names)
        return [
            read_thread(row) if row else Thread(id=id_) for id_, row in zip(ids, rows, strict=True)
        ]

    async def count_out(self, site: str, ids: Sequence[str]) -> list[int]:
        """Count the approved comments of threads."""
        keys = SiteKeys(site)
        commands = [("ZCARD", keys.thread(id_)) for id_ in ids]
        return await self._connection.pipe(commands) if commands else []

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
