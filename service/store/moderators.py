"""Moderators in the record."""

from collections.abc import Mapping

import orjson

from service.domain.sites import Moderator, Role
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys


class Moderators:
    """The people of all sites."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, moderator: Moderator) -> bool:
        """Keep a new moderator; False when the site has one of that name."""
        key = SiteKeys(moderator.site).moderators
        return bool(await self._connection.call("HSETNX", key, moderator.name, _write(moderator)))

    async def replace(self, moderator: Moderator) -> None:
        """Keep what has changed of a moderator."""
        key = SiteKeys(moderator.site).moderators
        await self._connection.call("HSET", key, moderator.name, _write(moderator))

    async def get(self, site: str, name: str) -> Moderator | None:
        """Read a moderator."""
        written = await self._connection.call("HGET", SiteKeys(site).moderators, name)
        return _read(site, name, orjson.loads(written)) if written else None

    async def of_site(self, site: str) -> list[Moderator]:
        """List a site's moderators by name."""
        rows = await self._connection.call("HGETALL", SiteKeys(site).moderators)
        return [_read(site, name, orjson.loads(row)) for name, row in sorted(rows.items())]

    async def remove(self, site: str, name: str) -> bool:
        """Take a moderator off a site; False when there is none of that name."""
        return bool(await self._connection.call("HDEL", SiteKeys(site).moderators, name))


def _write(moderator: Moderator) -> str:
    row = {
        "role": moderator.role,
        "password_hash": moderator.password_hash,
        "created_at": moderator.created_at,
    }
    return to_json(row)


def _read(site: str, name: str, row: Mapping[str, str]) -> Moderator:
    return Moderator(
        site=site,
        name=name,
        role=Role(row["role"]),
        password_hash=row["password_hash"],
        created_at=int(row["created_at"]),
    )
