"""The audit log of a site, read from its newest entry back, with a bound on what one page costs."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from service.domain.audit import AuditEntry
from service.domain.statuses import Status
from service.store.codec import Fields, read_decision_notes, short_name
from service.store.connection import Connection
from service.store.entries import read_audit_entry
from service.store.entry_ids import EntryId, read_entry_id
from service.store.keys import SiteKeys

_LOOK_AT_MOST = 1_000
"""How many entries one page may look at for those that match."""

_AT_ONCE = 250

Row = tuple[str, Fields]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """Which entries, and which part of the list."""

    comment: str | None = None
    actor: str | None = None
    """Id of who made the change."""
    action: str | None = None
    before: Status | None = None
    after: Status | None = None
    since: int | None = None
    """Ms, inclusive."""
    until: int | None = None
    """Ms, exclusive."""
    limit: int = 50
    cursor: str | None = None

    def matches(self, entry: AuditEntry) -> bool:
        """Tell whether an entry passes the filters that are not about time."""
        wanted = (
            (self.comment, entry.comment),
            (self.actor, entry.actor.id),
            (self.action, entry.action),
            (self.before, entry.before),
            (self.after, entry.after),
        )
        return all(value is None or value == told for value, told in wanted)


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some of the entries asked for; a short page with a cursor means: there may be more."""

    entries: list[AuditEntry]
    next_cursor: str | None


class AuditLog:
    """The audit logs of all sites; only transitions write to them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def page(self, site: str, query: AuditQuery) -> AuditPage:
        """Read one page, newest first. The cursor is the entry that was looked at last.

        Raises
        ------
        InvalidError
            The cursor is not one of ours.
        """
        found: list[AuditEntry] = []
        looked_at, last = 0, None
        async for entry_id, fields in self._rows(site, query):
            if len(found) == query.limit or looked_at == _LOOK_AT_MOST:
                return AuditPage(await self._with_notes(site, found), last)
            entry = read_audit_entry(entry_id, fields)
            if query.matches(entry):
                found.append(entry)
            looked_at, last = looked_at + 1, entry_id
        return AuditPage(await self._with_notes(site, found), None)

    async def pages(self, site: str, query: AuditQuery) -> AsyncIterator[list[AuditEntry]]:
        """Read all that match, page by page, so that never more than a page is held."""
        cursor = query.cursor
        while True:
            page = await self.page(site, replace(query, cursor=cursor))
            yield page.entries
            cursor = page.next_cursor
            if cursor is None:
                return

    async def trim(self, site: str, before: int) -> int:
        """Forget entries made before a time, in ms; gives how many."""
        return int(await self._connection.call("XTRIM", SiteKeys(site).audit, "MINID", before))

    async def _with_notes(self, site: str, entries: list[AuditEntry]) -> list[AuditEntry]:
        """Add what was noted with the decisions, as far as their comments are not erased."""
        keys, name = SiteKeys(site), short_name("decision_notes")
        ids = list({entry.comment for entry in entries if entry.noted})
        commands = [("HGET", keys.comment(id_), name) for id_ in ids]
        rows = await self._connection.pipe(commands) if commands else []
        notes = {id_: read_decision_notes(row) for id_, row in zip(ids, rows, strict=True)}
        return [
            replace(entry, note=notes[entry.comment].get(entry.version)) if entry.noted else entry
            for entry in entries
        ]

    async def _rows(self, site: str, query: AuditQuery) -> AsyncIterator[Row]:
        """Give entries in the time asked for, newest first, reading few more than are taken."""
        newest = read_entry_id(query.cursor) if query.cursor else _end(query.until)
        oldest = (query.since or 0, 0)
        if query.comment is not None:
            for row in await self._of_comment(site, query.comment):
                if oldest <= read_entry_id(row[0]) < newest:
                    yield row
            return
        while True:
            bounds = (f"({newest[0]}-{newest[1]}", f"{oldest[0]}-{oldest[1]}")
            rows = await self._connection.call(
                "XREVRANGE", SiteKeys(site).audit, *bounds, "COUNT", _AT_ONCE
            )
            for row in rows:
                yield row
            if len(rows) < _AT_ONCE:
                return
            newest = read_entry_id(rows[-1][0])

    async def _of_comment(self, site: str, comment: str) -> list[Row]:
        """Read the entries that a comment names: nothing else needs to be looked at."""
        keys = SiteKeys(site)
        named = await self._connection.call("HGET", keys.comment(comment), short_name("audit"))
        commands = [("XRANGE", keys.audit, id_, id_) for id_ in reversed((named or "").split())]
        rows = await self._connection.pipe(commands) if commands else []
        return [entry for row in rows for entry in row]


def _end(until: int | None) -> EntryId:
    return (2**63, 0) if until is None else (until, 0)
