"""Second opinions in the record: what waits for one, and where two people disagree."""

from collections.abc import Mapping, Sequence

import orjson

from service.domain.second_reviews import Answered, Opinion
from service.domain.statuses import Status
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys

WAITING_AT_MOST = 10_000
LIFE_S = 30 * 24 * 3600
"""How long a second opinion is asked for: as long as a decision can be undone."""

DISPUTES_AT_MOST = 1_000

First = tuple[Opinion, int]
"""The first opinion, and the version that it made of the comment."""


class SecondReviews:
    """The second opinions of all sites."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def ask(self, site: str, firsts: Mapping[str, First]) -> None:
        """Ask for second opinions on comments, by id."""
        if not firsts:
            return
        keys = SiteKeys(site)
        own = [keys.second("waiting"), keys.second("firsts")]
        rows = [part for id_, first in firsts.items() for part in (id_, _write(first))]
        await self._connection.run("ask_again", own, WAITING_AT_MOST, LIFE_S * 1000, *rows)

    async def waiting(self, site: str, count: int) -> dict[str, First]:
        """Read what waits for a second opinion, the longest first."""
        return await self._firsts(site, "waiting", count)

    async def answer(
        self, site: str, comment_id: str, version: int, by: str, status: Status
    ) -> Answered:
        """Take a second opinion on a comment as it was seen."""
        keys = SiteKeys(site)
        parts = ("waiting", "firsts", "disputed", "seconds")
        own = [*map(keys.second, parts), keys.comment(comment_id), keys.figures("")]
        arguments = (comment_id, version, by, status, DISPUTES_AT_MOST)
        answer = await self._connection.run("answer_again", own, *arguments, durable=True)
        return Answered(answer)

    async def disputes(self, site: str, count: int) -> dict[str, tuple[First, Opinion]]:
        """Read where two people disagree, the longest first."""
        firsts = await self._firsts(site, "disputed", count)
        if not firsts:
            return {}
        key = SiteKeys(site).second("seconds")
        rows = await self._connection.call("HMGET", key, *firsts)
        pairs = zip(firsts.items(), rows, strict=True)
        return {id_: (first, _opinion(orjson.loads(row))) for (id_, first), row in pairs if row}

    async def drop(self, site: str, ids: Sequence[str]) -> int:
        """Forget opinions on comments; gives how many of these were disputed."""
        if not ids:
            return 0
        keys = SiteKeys(site)
        tables = [("HDEL", keys.second(part), *ids) for part in ("firsts", "seconds")]
        lists = [("ZREM", keys.second(part), *ids) for part in ("waiting", "disputed")]
        return int((await self._connection.pipe([*tables, *lists]))[-1])

    async def _firsts(self, site: str, part: str, count: int) -> dict[str, First]:
        keys = SiteKeys(site)
        ids = await self._connection.call("ZRANGE", keys.second(part), 0, count - 1)
        rows = await self._connection.call("HMGET", keys.second("firsts"), *ids) if ids else []
        return {id_: _read(orjson.loads(row)) for id_, row in zip(ids, rows, strict=True) if row}


def _write(first: First) -> str:
    opinion, version = first
    return to_json([opinion.by, opinion.status, opinion.at, version])


def _read(row: list[str]) -> First:
    return _opinion(row), int(row[3])


def _opinion(row: list[str]) -> Opinion:
    return Opinion(by=row[0], status=Status(row[1]), at=int(row[2]))
