"""Comments listed by where they stand: in a thread, under a status, by an author."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.domain.comments import DecidedBy, Thread
from service.domain.statuses import LIVE, SETTLED, Status
from service.store.codec import read_thread, short_name
from service.store.connection import Connection
from service.store.keys import SiteKeys, short_thread
from service.store.pages import Page, latest, read_page

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Sought:
    """What few fields of a comment tell; None: whatever it is."""

    author: str | None = None
    """Id or name."""
    thread: str | None = None
    words: str | None = None
    """They stand in the text, in capitals or not."""

    @property
    def fields(self) -> list[str]:
        """The fields that tell."""
        told = (
            (self.author, "author_id author_name"),
            (self.thread, "thread"),
            (self.words, "text"),
        )
        return [name for asked, names in told if asked is not None for name in names.split()]

    def matches(self, row: Sequence[str | None]) -> bool:
        """Tell whether a comment is sought, by these fields of it."""
        told = dict(zip(self.fields, row, strict=True))
        return (
            (self.author is None or self.author in (told["author_id"], told["author_name"]))
            and (self.thread is None or told["thread"] == short_thread(self.thread))
            and (self.words is None or self.words.casefold() in (told["text"] or "").casefold())
        )


class Settled(NamedTuple):
    """What is read of a comment that somebody has decided, as it is written down."""

    id: str
    status: str
    decided_by: str | None
    model: str | None
    scores: str | None


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

    async def latest_by_people(self, site: str, *, count: int, among: int) -> list[Settled]:
        """List comments that people have approved or refused, the last to arrive first.

        No more than the last ``among`` that are decided by anybody are looked at.
        """
        keys, names = SiteKeys(site), list(map(short_name, Settled._fields[1:]))
        indexes = [keys.status(status) for status in SETTLED]
        ids = await latest(self._connection, indexes, count=among)
        found: list[Settled] = []
        for at in range(0, len(ids), _AT_ONCE):
            part = ids[at : at + _AT_ONCE]
            rows = await self._connection.pipe(
                [("HMGET", keys.comment(id_), *names) for id_ in part]
            )
            read = [Settled(id_, *row) for id_, row in zip(part, rows, strict=True)]
            found += [one for one in read if one.decided_by == DecidedBy.PERSON]
            if len(found) >= count:
                break
        return found[:count]

    async def by_author(self, site: str, identity: str, *, limit: int, cursor: str | None) -> Page:
        """List what an author wrote, under one of their identities, newest first."""
        key = SiteKeys(site).by(identity)
        return await read_page(self._connection, key, limit=limit, cursor=cursor, descending=True)

    async def narrow(self, site: str, ids: Sequence[str], sought: Sought) -> list[str]:
        """Leave out comments that are not sought, without reading the rest of them."""
        names = [short_name(name) for name in sought.fields]
        if not names or not ids:
            return list(ids)
        keys = SiteKeys(site)
        rows = await self._connection.pipe([("HMGET", keys.comment(id_), *names) for id_ in ids])
        return [id_ for id_, row in zip(ids, rows, strict=True) if sought.matches(row)]

    async def count_statuses(self, site: str) -> dict[Status, int]:
        """Count the comments of each status."""
        keys = SiteKeys(site)
        counts = await self._connection.pipe([("ZCARD", keys.status(s)) for s in LIVE])
        return dict(zip(LIVE, counts, strict=True))
