"""The figures of sites: counters that the transitions raise, summed over days, and hour by hour."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.clock import DAY_MS, HOUR_MS
from service.domain.statuses import LIVE, Status
from service.store.connection import Connection, as_pairs
from service.store.keys import SiteKeys

LIFE_DAYS = 400
"""For how long ``transition.lua`` keeps the figures of a day."""


@dataclass(frozen=True, slots=True)
class Queued:
    """What awaits a person at this moment."""

    cards: int
    held: int
    oldest_at: int | None
    """When the oldest held comment arrived, ms."""


class Figures:
    """Reads what was counted; nothing is searched."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of_days(self, site: str, days: Sequence[int]) -> Counter[str]:
        """Sum the counters of some days, each counted from 1970."""
        keys = SiteKeys(site)
        rows = await self._connection.pipe([("HGETALL", keys.figures(f"day:{d}")) for d in days])
        total: Counter[str] = Counter()
        for row in rows:
            total.update(_counted(row))
        return total

    async def of_hours(self, site: str, hours: Sequence[int]) -> list[Counter[str]]:
        """Give the counters of some hours, each counted from 1970."""
        keys = SiteKeys(site)
        rows = await self._connection.pipe([("HGETALL", keys.figures(f"hour:{h}")) for h in hours])
        return [_counted(row) for row in rows]

    async def arrivals(self, site: str, hours: Sequence[int]) -> list[dict[Status, int]]:
        """Count what came in each of some hours, by what has become of it; the erased are gone."""
        keys = SiteKeys(site)
        answers = iter(
            await self._connection.pipe(
                [
                    ("ZCOUNT", keys.status(status), hour * HOUR_MS, f"({(hour + 1) * HOUR_MS}")
                    for hour in hours
                    for status in LIVE
                ]
            )
        )
        return [{status: int(next(answers)) for status in LIVE} for _hour in hours]

    async def floods(self, site: str, days: Sequence[int], count: int) -> list[tuple[int, str]]:
        """Name the floods with the most texts: how many, and one of the comments."""
        keys = SiteKeys(site)
        sizes: Counter[str] = Counter()
        examples: dict[str, str] = {}
        top = [("ZRANGE", keys.figures(f"floods:{d}"), 0, 199, "REV", "WITHSCORES") for d in days]
        answers = zip(days, await self._connection.pipe(top), strict=True)
        found = {day: dict(as_pairs(flat)) for day, flat in answers if flat}
        named = await self._connection.pipe(
            [
                ("HMGET", keys.figures(f"flood-examples:{d}"), *largest)
                for d, largest in found.items()
            ]
        )
        for largest, ids in zip(found.values(), named, strict=True):
            sizes.update({flood: int(float(size)) for flood, size in largest.items()})
            examples |= {f: id_ for f, id_ in zip(largest, ids, strict=True) if id_}
        return [(n, examples[f]) for f, n in sizes.most_common() if n > 1 and f in examples][:count]

    async def forget(self, site: str, before: int) -> None:
        """Drop the figures of the days before a time, in ms."""
        keys, first = SiteKeys(site), before // DAY_MS
        tables = ("day", "floods", "flood-examples")
        named = (
            keys.figures(f"{table}:{day}")
            for table in tables
            for day in range(first - LIFE_DAYS, first)
        )
        await self._connection.call("UNLINK", *named)

    async def queued(self, site: str) -> Queued:
        """Tell how much awaits a person, and since when."""
        keys = SiteKeys(site)
        cards, held, first = await self._connection.pipe(
            [
                ("ZCARD", keys.queue("priority")),
                ("ZCARD", keys.status(Status.HELD)),
                ("ZRANGE", keys.status(Status.HELD), 0, 0, "WITHSCORES"),
            ]
        )
        return Queued(int(cards), int(held), int(float(first[1])) if first else None)


def _counted(row: Mapping[str, str]) -> Counter[str]:
    return Counter({name: int(n) for name, n in row.items()})
