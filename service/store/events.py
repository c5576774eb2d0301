"""The last events of each site, as a stream that can be read from any place in it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.domain.errors import FieldProblem
from service.store.connection import Connection
from service.store.entry_ids import EntryId, read_entry_id
from service.store.keys import SiteKeys

BEGINNING = "0-0"
_AT_ONCE = 200
_NO_EVENT = FieldProblem("Last-Event-ID", "This is not the id of an event.")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a site."""

    id: str
    name: str
    fields: Mapping[str, str]

    @property
    def place(self) -> EntryId:
        """Where it stands among the others."""
        return place_of(self.id)


def place_of(event_id: str) -> EntryId:
    """Read an id: when it happened, in ms, and which of that ms it is.

    Raises
    ------
    InvalidError
        It is no id.
    """
    return read_entry_id(event_id, _NO_EVENT)


class EventLog:
    """The events that are kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def last(self, site: str) -> str:
        """Name the last event, or the place before all."""
        rows = await self._connection.call("XREVRANGE", SiteKeys(site).events, "+", "-", "COUNT", 1)
        return rows[0][0] if rows else BEGINNING

    async def reaches(self, site: str, event_id: str) -> bool:
        """Tell whether all that came after an event is still kept."""
        place, key = place_of(event_id), SiteKeys(site).events
        first, last = await self._connection.pipe(
            [("XRANGE", key, "-", "+", "COUNT", 1), ("XREVRANGE", key, "+", "-", "COUNT", 1)]
        )
        if not first:
            return event_id == BEGINNING
        return place_of(first[0][0]) <= place <= place_of(last[0][0])

    async def after(self, site: str, event_id: str) -> AsyncIterator[list[Event]]:
        """Read what came after an event, some at once, up to the last."""
        while True:
            rows = await self._connection.call(
                "XRANGE", SiteKeys(site).events, f"({event_id}", "+", "COUNT", _AT_ONCE
            )
            if not rows:
                return
            yield read_events(rows)
            event_id = rows[-1][0]


def read_events(rows: Sequence[Any]) -> list[Event]:
    """Read events back."""
    return [Event(id_, fields.pop("event"), fields) for id_, fields in rows]
