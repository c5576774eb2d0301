"""How far what is too old was forgotten, and the forgetting of hashes."""

import time
from collections.abc import Sequence

from service.domain.comments import Comment
from service.domain.statuses import Status
from service.store.codec import short_name
from service.store.connection import Connection, as_pairs
from service.store.keys import SiteKeys
from service.store.trips import Command

_AT_ONCE = 200
_DAY_S = 24 * 3600
_HASHED = ("email:", "address:")


class Retention:
    """The progress of retention on all sites: what was begun goes on where it was."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def due_sites(self, sites: Sequence[str]) -> list[str]:
        """Tell which sites were not gone through today."""
        if not sites:
            return []
        commands = [("HGET", SiteKeys(site).retention, "day") for site in sites]
        days = await self._connection.pipe(commands)
        return [site for site, day in zip(sites, days, strict=True) if day != _today()]

    async def finish(self, site: str) -> None:
        """Say that a site was gone through today."""
        await self._connection.call("HSET", SiteKeys(site).retention, "day", _today())

    async def aged(self, site: str, task: str, status: Status, before: int) -> dict[str, int]:
        """Find comments of a status that arrived before a time, from where the task has come to.

        Gives id → arrival, in ms. Those that arrived in the same ms are never parted.
        """
        keys = SiteKeys(site)
        done = await self._connection.call("HGET", keys.retention, f"{task}:{status}")
        bounds = (f"({done or 0}", f"({before}")
        index = keys.status(status)
        found = await self._range(index, *bounds, "LIMIT", 0, _AT_ONCE)
        if len(found) == _AT_ONCE:
            last = max(found.values())
            found |= await self._range(index, last, last)
        return found

    async def mark(self, site: str, task: str, status: Status, upto: int) -> None:
        """Write down how far a task has come."""
        await self._connection.call("HSET", SiteKeys(site).retention, f"{task}:{status}", upto)

    async def drop_hashes(self, site: str, comments: Sequence[Comment]) -> None:
        """Forget by which e-mail and address authors can be known again."""
        keys = SiteKeys(site)
        pairs = [(c, i) for c in comments for i in c.identities if i.startswith(_HASHED)]
        hashes = [*map(short_name, ("email_hash", "address_hash"))]
        fields: list[Command] = [("HDEL", keys.comment(c.id), *hashes) for c in comments]
        lists = [("ZREM", keys.by(identity), comment.id) for comment, identity in pairs]
        counts: list[Command] = [("ZCARD", keys.by(identity)) for _comment, identity in pairs]
        if not pairs:
            return
        left = (await self._connection.pipe([*lists, *fields, *counts]))[-len(counts) :]
        unknown = {i for (_comment, i), count in zip(pairs, left, strict=True) if not count}
        if unknown:
            await self._connection.call("DEL", *(keys.who(identity) for identity in unknown))

    async def _range(self, index: str, *bounds: str | int) -> dict[str, int]:
        low, high, *limit = bounds
        flat = await self._connection.call(
            "ZRANGE", index, low, high, "BYSCORE", *limit, "WITHSCORES"
        )
        return {id_: int(float(score)) for id_, score in as_pairs(flat)}


def _today() -> str:
    return str(int(time.time()) // _DAY_S)
