"""The log of changes of what sites go by: policy, words, bans, threads, webhooks, keys, people."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import orjson

from service.domain.audit import Actor
from service.domain.setting_changes import About, SettingChange
from service.store.connection import Connection, to_json
from service.store.entry_ids import read_entry_id
from service.store.keys import SiteKeys

_LOOK_AT_MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingQuery:
    """Which changes, and which part of the list."""

    about: About | None = None
    """None: all."""
    actor: str | None = None
    action: str | None = None
    since: int | None = None
    """Ms, inclusive."""
    until: int | None = None
    """Ms, exclusive."""
    limit: int = 50
    cursor: str | None = None

    def matches(self, change: SettingChange) -> bool:
        """Tell whether a change passes the filters that are not about time."""
        wanted = (
            (self.about, change.about),
            (self.actor, change.actor.id),
            (self.action, change.action),
        )
        return all(value is None or value == told for value, told in wanted)


@dataclass(frozen=True, slots=True)
class SettingPage:
    """Some of the changes asked for; a short page with a cursor means: there may be more."""

    changes: list[SettingChange]
    next_cursor: str | None


class SettingLog:
    """The logs of all sites."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def note(self, site: str, change: SettingChange) -> None:
        """Write a change down that was just made."""
        actor = str(change.actor)
        row = [change.about, change.action, change.subject, actor, change.before, change.after]
        key = SiteKeys(site).setting_changes
        await self._connection.call("XADD", key, "*", "e", to_json(row))

    async def page(self, site: str, query: SettingQuery) -> SettingPage:
        """Read one page, newest first; it looks at a thousand changes at most.

        Raises
        ------
        InvalidError
            The cursor is not one of ours.
        """
        place = read_entry_id(query.cursor) if query.cursor else (query.until or 2**63, 0)
        bounds = (f"({place[0]}-{place[1]}", f"{query.since or 0}-0")
        rows = await self._connection.call(
            "XREVRANGE", SiteKeys(site).setting_changes, *bounds, "COUNT", _LOOK_AT_MOST
        )
        found: list[SettingChange] = []
        for id_, fields in rows:
            change = _read(id_, fields["e"])
            found += [change] if query.matches(change) else []
            if len(found) == query.limit:
                return SettingPage(found, id_)
        return SettingPage(found, rows[-1][0] if len(rows) == _LOOK_AT_MOST else None)

    async def pages(self, site: str, query: SettingQuery) -> AsyncIterator[list[SettingChange]]:
        """Read all that match, page by page."""
        cursor = query.cursor
        while True:
            page = await self.page(site, replace(query, cursor=cursor))
            yield page.changes
            cursor = page.next_cursor
            if cursor is None:
                return

    async def trim(self, site: str, before: int) -> int:
        """Forget changes made before a time, in ms; gives how many."""
        key = SiteKeys(site).setting_changes
        return int(await self._connection.call("XTRIM", key, "MINID", before))


def _read(id_: str, written: str) -> SettingChange:
    about, action, subject, actor, before, after = orjson.loads(written)
    return SettingChange(
        about=About(about),
        subject=subject,
        action=action,
        actor=Actor.read(actor),
        before=before,
        after=after,
        id=id_,
        at=int(id_.partition("-")[0]),
    )
