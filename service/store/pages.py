"""Reading an index page by page, in the order of (score, id)."""

import base64
import binascii
import math
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.errors import FieldProblem, InvalidError
from service.store.connection import Connection, as_pairs

NO_CURSOR = FieldProblem("cursor", "This is not a cursor of this list.")
_FORWARD = ("-inf", "+inf")


@dataclass(frozen=True, slots=True)
class Page:
    """Some ids of an index, and where the next ones begin."""

    ids: list[str]
    next_cursor: str | None


async def read_page(
    connection: Connection, key: str, *, limit: int, cursor: str | None, descending: bool = False
) -> Page:
    """Read up to ``limit`` ids that come after the cursor.

    The cursor is a place in the order, not an entry: entries that come and go in between are
    neither repeated nor do they make others vanish.

    Raises
    ------
    InvalidError
        The cursor is not one of ours.
    """
    start = read_cursor(cursor) if cursor else None
    entries: list[tuple[float, str]] = []
    offset = 0
    while len(entries) <= limit:
        chunk = await _read_chunk(connection, key, start, descending, offset, limit + 1)
        entries += [entry for entry in chunk if start is None or _after(entry, start, descending)]
        if len(chunk) <= limit:
            break
        offset += len(chunk)
    more = len(entries) > limit
    ids = [member for _score, member in entries[:limit]]
    return Page(ids, write_cursor(entries[limit - 1]) if more else None)


async def latest(
    connection: Connection, keys: Sequence[str], *, count: int, since: int | None = None
) -> list[str]:
    """Read the ids of several indexes by time of arrival as one, the newest first."""
    bounds = ("+inf", since or 0, "BYSCORE", "REV", "LIMIT", 0, count, "WITHSCORES")
    indexes = await connection.pipe([("ZRANGE", key, *bounds) for key in keys])
    listed = sorted(
        ((float(arrival), id_) for flat in indexes for id_, arrival in as_pairs(flat)),
        reverse=True,
    )
    return [id_ for _arrival, id_ in listed[:count]]


async def _read_chunk(
    connection: Connection,
    key: str,
    start: tuple[float, str] | None,
    descending: bool,  # noqa: FBT001 - passed through
    offset: int,
    count: int,
) -> list[tuple[float, str]]:
    """Read entries from the cursor's score on, itself included: equal scores go by id."""
    low, high = reversed(_FORWARD) if descending else _FORWARD
    first = repr(start[0]) if start else low
    command = ["ZRANGE", key, first, high, "BYSCORE"]
    command += ["REV"] if descending else []
    answer = await connection.call(*command, "LIMIT", offset, count, "WITHSCORES")
    return [(float(score), member) for member, score in as_pairs(answer)]


def _after(entry: tuple[float, str], start: tuple[float, str], descending: bool) -> bool:  # noqa: FBT001
    return entry < start if descending else entry > start


def write_cursor(entry: tuple[float, str]) -> str:
    """Name a place in an order, so that a caller can hand it back."""
    return base64.urlsafe_b64encode(f"{entry[0]!r} {entry[1]}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[float, str]:
    """Read the place that a cursor names.

    Raises
    ------
    InvalidError
        It is not one of ours.
    """
    try:
        score, member = base64.urlsafe_b64decode(cursor + "==").decode().split(" ", 1)
        return _finite(score), member
    except (binascii.Error, ValueError) as error:
        raise InvalidError(NO_CURSOR) from error


def _finite(written: str) -> float:
    score = float(written)
    if not math.isfinite(score):
        raise ValueError(written)
    return score
