"""What was called by another service's protocol: by key, month, and the blog that was named."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from service.store.connection import Connection
from service.store.keys import SiteKeys

LIFE_S = 800 * 24 * 3600
"""How long the figures of a month are kept: two years and more."""

MOST_BLOGS = 1_000
"""Blogs counted by name in a month; a caller can name as many as it likes."""

OTHERS = "others"
"""The name under which the rest is counted."""

Figures = Mapping[str, Mapping["What", int]]
"""By blog, what was called how often."""


class What(StrEnum):
    """What is counted."""

    CALLS = "calls"
    SPAM = "spam"
    HAM = "ham"
    MISSED = "missed"
    """Said to be spam afterwards."""
    FALSE = "false"
    """Said to be ham afterwards."""
    GONE = "gone"
    """1 while a blog has signed off."""


class Usage:
    """The figures of all keys."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def count(self, site: str, key_id: str, month: str, blog: str, *whats: What) -> None:
        """Count a call; a blog that calls is not gone."""
        key = SiteKeys(site).usage(key_id, month)
        name = await self._name(key, blog)
        counts = [("HINCRBY", key, f"{name} {what}", 1) for what in (What.CALLS, *whats)]
        back = ("HDEL", key, f"{name} {What.GONE}")
        await self._connection.pipe([*counts, back, ("EXPIRE", key, LIFE_S)])

    async def sign_off(self, site: str, key_id: str, month: str, blog: str) -> None:
        """Note that a blog says it will not call any more."""
        key = SiteKeys(site).usage(key_id, month)
        name = await self._name(key, blog)
        gone = ("HSET", key, f"{name} {What.GONE}", 1)
        await self._connection.pipe([gone, ("EXPIRE", key, LIFE_S)])

    async def read(self, site: str, key_id: str, months: Sequence[str]) -> list[Figures]:
        """Read the figures of months."""
        keys = SiteKeys(site)
        rows = await self._connection.pipe([("HGETALL", keys.usage(key_id, m)) for m in months])
        return [_read(row) for row in rows]

    async def _name(self, key: str, blog: str) -> str:
        known, size = await self._connection.pipe(
            [("HEXISTS", key, f"{blog} {What.CALLS}"), ("HLEN", key)]
        )
        return blog if known or size < MOST_BLOGS * len(What) else OTHERS


def _read(row: Mapping[str, str]) -> Figures:
    figures: dict[str, dict[What, int]] = {}
    for field, count in row.items():
        blog, _, what = field.rpartition(" ")
        figures.setdefault(blog, {})[What(what)] = int(count)
    return figures
