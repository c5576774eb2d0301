"""The changes of a rescoring: how one is kept in its list, and reading the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson

from service.domain.errors import InvalidError
from service.domain.rescorings import VerdictChange
from service.domain.statuses import Status
from service.store.codec import read_reasons, read_scores, write_reasons, write_scores
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys
from service.store.pages import NO_CURSOR

_AT_ONCE = 200
_LOOK_AT_MOST = 2_000
"""How many changes one page may look at for those that match."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Some of the changes asked for; a short page with a cursor means: there may be more."""

    items: list[VerdictChange]
    next_cursor: str | None


async def read_changes(
    connection: Connection,
    site: str,
    rescoring_id: str,
    matches: Callable[[VerdictChange], bool],
    *,
    limit: int,
    cursor: str | None,
) -> ChangePage:
    """Read one page in the order in which they came; the cursor is a place in the list.

    Raises
    ------
    InvalidError
        The cursor is not one of ours.
    """
    key = SiteKeys(site).rescoring(rescoring_id, "changes")
    place = _place(cursor)
    found: list[VerdictChange] = []
    end = place + _LOOK_AT_MOST
    while place < end:
        rows = await connection.call("LRANGE", key, place, min(place + _AT_ONCE, end) - 1)
        for row in rows:
            if len(found) == limit:
                return ChangePage(found, str(place))
            change = read_change(row)
            place += 1
            if matches(change):
                found.append(change)
        if not rows:
            return ChangePage(found, None)
    return ChangePage(found, str(place))


def _place(cursor: str | None) -> int:
    if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):  # noqa: PLR2004
        raise InvalidError(NO_CURSOR)
    return int(cursor or 0)


def kind_of(change: VerdictChange) -> str:
    """Name a kind of change, as they are counted."""
    return f"{change.before}>{change.after}"


def read_kind(written: str) -> tuple[Status, Status]:
    """Read the name of a kind of change."""
    before, _, after = written.partition(">")
    return Status(before), Status(after)


def write_change(change: VerdictChange) -> str:
    """Write a change down."""
    return to_json(
        [
            change.comment_id,
            change.before,
            change.after,
            write_reasons(change.reasons_before),
            write_reasons(change.reasons),
            write_scores(change.scores_before),
            write_scores(change.scores),
            change.model_before,
            change.awaited,
            change.version,
        ]
    )


def read_change(written: str) -> VerdictChange:
    """Read a change back."""
    row: Sequence[str] = orjson.loads(written)
    return VerdictChange(
        comment_id=row[0],
        before=Status(row[1]),
        after=Status(row[2]),
        reasons_before=read_reasons(row[3]),
        reasons=read_reasons(row[4]),
        scores_before=read_scores(row[5]),
        scores=read_scores(row[6]),
        model_before=row[7],
        awaited=bool(row[8]),
        version=int(row[9]),
    )
