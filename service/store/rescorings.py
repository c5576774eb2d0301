"""Rescorings in the record: what is ordered, and how far each is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Any

import orjson

from service.clock import now_ms
from service.domain.rescorings import (
    ALLOWED,
    Apply,
    Order,
    Rescoring,
    Selection,
    State,
    Step,
    VerdictChange,
)
from service.domain.statuses import Status
from service.store.codec import read_policy, write_policy
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys
from service.store.pages import read_page
from service.store.rescoring_changes import ChangePage, read_changes, read_kind

_FIRST_WINDOW_MS = 250
"""After so long a rate says something."""


class Steered(StrEnum):
    """What became of a step."""

    DONE = "done"
    REFUSED = "refused"
    """Not in this state."""
    MISSING = "missing"


class Rescorings:
    """The rescorings of all sites."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def open(self, site: str, rescoring_id: str, order: Order) -> None:
        """Begin a rescoring: from now on pages can be claimed."""
        keys = SiteKeys(site)
        now, total = await self._measure(keys, order.selection)
        selection = order.selection
        fields = {
            "order": _write_order(order),
            "created_at": now,
            "state": State.RUNNING,
            "total": total,
            "cursor": (selection.since or 1) - 1,
            "last": min(now, selection.until - 1) if selection.until else now,
            "mark_at": now,
            **dict.fromkeys(("done", "changed", "mark_done", "told_at"), 0),
        }
        flat = [word for pair in fields.items() for word in pair]
        await self._connection.pipe(
            [
                ("HSET", keys.rescoring(rescoring_id), *flat),
                ("ZADD", keys.rescorings, now, rescoring_id),
                ("ZADD", keys.rescorings_open, 0, rescoring_id),
            ]
        )

    async def get(self, site: str, rescoring_id: str) -> Rescoring | None:
        """Read a rescoring; None when there is none, or none any more."""
        return (await self._read(site, [rescoring_id]))[0]

    async def page(
        self, site: str, *, limit: int, cursor: str | None
    ) -> tuple[list[Rescoring], str | None]:
        """Read the last rescorings, the newest first, and where the next page begins."""
        key = SiteKeys(site).rescorings
        page = await read_page(self._connection, key, limit=limit, cursor=cursor, descending=True)
        found = await self._read(site, page.ids)
        gone = [id_ for id_, rescoring in zip(page.ids, found, strict=True) if rescoring is None]
        if gone:  # they were kept for long enough
            await self._connection.call("ZREM", key, *gone)
        return [rescoring for rescoring in found if rescoring], page.next_cursor

    async def steer(
        self, site: str, rescoring_id: str, step: Step, by: str, life_s: float
    ) -> tuple[Steered, str]:
        """Take a step, if the state of the rescoring allows it; gives the state it is in then."""
        keys = SiteKeys(site)
        parts = [keys.rescoring(rescoring_id, x) for x in ("", "pages", "leases", "changes")]
        outcome, state = await self._connection.run(
            "steer_rescoring",
            [*parts, keys.rescorings_open, keys.events],
            *(rescoring_id, step, " ".join(ALLOWED[step]), by, int(life_s * 1000)),
            durable=True,
        )
        return Steered(outcome), state

    async def changes(
        self,
        site: str,
        rescoring_id: str,
        matches: Callable[[VerdictChange], bool],
        *,
        limit: int,
        cursor: str | None,
    ) -> ChangePage:
        """Read one page of what it changed, or would change."""
        return await read_changes(
            self._connection, site, rescoring_id, matches, limit=limit, cursor=cursor
        )

    async def due_sites(self, sites: Sequence[str]) -> list[str]:
        """Tell on which sites a page can be claimed now, by the clock of Redis."""
        first = [("ZRANGE", SiteKeys(s).rescorings_open, 0, 0, "WITHSCORES") for s in sites]
        (seconds, micros), *heads = await self._connection.pipe([("TIME",), *first])
        now = int(seconds) * 1000 + int(micros) // 1000
        pairs = zip(sites, heads, strict=True)
        return [site for site, head in pairs if head and float(head[1]) <= now]

    async def due(self, site: str) -> Rescoring | None:
        """Give the rescoring that has waited longest for its next page."""
        first = await self._connection.call("ZRANGE", SiteKeys(site).rescorings_open, 0, 0)
        return await self.get(site, first[0]) if first else None

    async def _measure(self, keys: SiteKeys, selection: Selection) -> tuple[int, int]:
        """Give the time by the clock of Redis, ms, and how many comments there are to look at."""
        upto = f"({selection.until}" if selection.until else "+inf"
        counts = [
            ("ZCOUNT", keys.status(s), selection.since or 0, upto) for s in selection.statuses
        ]
        (seconds, micros), *sizes = await self._connection.pipe([("TIME",), *counts])
        return int(seconds) * 1000 + int(micros) // 1000, sum(sizes)

    async def _read(self, site: str, ids: Sequence[str]) -> list[Rescoring | None]:
        keys = SiteKeys(site)
        commands = [("HGETALL", keys.rescoring(id_)) for id_ in ids]
        rows = await self._connection.pipe(commands) if commands else []
        return [_read(id_, row) if row else None for id_, row in zip(ids, rows, strict=True)]


def _read(rescoring_id: str, fields: Mapping[str, str]) -> Rescoring:
    figures = ("total", "done", "scored", "changed", "errors", "restored")
    state = State(fields["state"])
    return Rescoring(
        id=rescoring_id,
        order=_read_order(fields["order"]),
        created_at=int(fields["created_at"]),
        state=state,
        **{name: int(fields.get(name, 0)) for name in figures},
        rate=_rate(fields) if state in (State.RUNNING, State.UNDOING) else 0.0,
        moves={read_kind(name): int(count) for name, count in fields.items() if ">" in name},
        ended_at=int(fields["ended_at"]) if "ended_at" in fields else None,
        undone_by=fields.get("undone_by"),
    )


def _rate(fields: Mapping[str, str]) -> float:
    """Give the rate of the last window, or of the first one so far."""
    known = float(fields.get("rate", 0))
    passed = now_ms() - int(fields["mark_at"])
    if known or passed < _FIRST_WINDOW_MS:
        return known
    return round((int(fields["done"]) - int(fields["mark_done"])) * 1000 / passed, 1)


def _write_order(order: Order) -> str:
    row = {name: value for name, value in asdict(order).items() if name != "policy"}
    return to_json({**row, "policy": write_policy(order.policy)})


def _read_order(written: str) -> Order:
    row: dict[str, Any] = orjson.loads(written)
    selection = row["selection"]
    statuses = tuple(map(Status, selection["statuses"]))
    row["selection"] = Selection(**{**selection, "statuses": statuses})
    row |= {"policy": read_policy(row["policy"]), "apply": Apply(row["apply"])}
    return Order(**row)
