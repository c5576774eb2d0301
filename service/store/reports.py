"""Readers' reports and moderators' notes, kept beside the comments they are about."""

from collections.abc import Sequence
from dataclasses import asdict

import orjson

from service.domain.reports import Note, Report, ReportReason
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys

NO_COMMENT, NO_ROOM = 0, -1
"""What adding a note gives where there is none to add it to, or no room for it."""


class Reports:
    """The reports of, and the notes on, all comments."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, site: str, comment_id: str, report: Report) -> tuple[bool, int]:
        """Keep a report; tells whether its reporter is a new one, and how many there are now."""
        key = SiteKeys(site).reports(comment_id)
        new, count = await self._connection.pipe(
            [("HSETNX", key, report.reporter, to_json(asdict(report))), ("HLEN", key)]
        )
        return bool(new), int(count)

    async def count(self, site: str, comment_id: str) -> int:
        """Count the readers who have reported a comment."""
        return int(await self._connection.call("HLEN", SiteKeys(site).reports(comment_id)))

    async def of_comment(self, site: str, comment_id: str) -> list[Report]:
        """Read a comment's reports, the oldest first."""
        rows = await self._connection.call("HVALS", SiteKeys(site).reports(comment_id))
        reports = [_read_report(orjson.loads(row)) for row in rows]
        return sorted(reports, key=lambda report: report.at)

    async def add_note(self, site: str, comment_id: str, note: Note, *, at_most: int) -> int:
        """Keep a note; gives how many there are now, or why not."""
        keys = SiteKeys(site)
        own = [keys.comment(comment_id), keys.notes(comment_id)]
        written = to_json(asdict(note))
        return int(await self._connection.run("add_note", own, written, at_most, durable=True))

    async def notes_of(self, site: str, ids: Sequence[str]) -> list[list[Note]]:
        """Read the notes on each of some comments, the oldest first."""
        if not ids:
            return []
        keys = SiteKeys(site)
        lists = await self._connection.pipe([("LRANGE", keys.notes(id_), 0, -1) for id_ in ids])
        return [[Note(**orjson.loads(row)) for row in rows] for rows in lists]

    async def forget(self, site: str, comment_id: str) -> None:
        """Drop reports and notes: they may quote what was erased."""
        keys = SiteKeys(site)
        await self._connection.call("DEL", keys.reports(comment_id), keys.notes(comment_id))


def _read_report(row: dict[str, str]) -> Report:
    return Report(
        reporter=row["reporter"],
        reason=ReportReason(row["reason"]),
        at=int(row["at"]),
        note=row.get("note"),
    )
