"""What is known of authors: what became of their comments, how fast they write, who is banned."""

from collections.abc import Sequence

import orjson

from service.domain.authors import Ban, History
from service.domain.comments import Comment
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys
from service.store.trips import Command

_FIELDS = ("first_seen", "approved", "rejected", "spam", "recent")


class Authors:
    """The authors of all sites, under every identity they can be known by."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def histories(self, site: str, comments: Sequence[Comment]) -> list[History]:
        """Read what became of the authors' comments, each under their surest identity."""
        surest = [comment.identities[0] if comment.identities else None for comment in comments]
        return await self.histories_of(site, surest)

    async def histories_of(self, site: str, identities: Sequence[str | None]) -> list[History]:
        """Read what became of the comments of authors; nothing is known of None."""
        keys = SiteKeys(site)
        known = sorted({identity for identity in identities if identity})
        commands: list[Command] = [("HMGET", keys.who(identity), *_FIELDS) for identity in known]
        rows = await self._connection.pipe(commands) if commands else []
        found = {identity: read_history(row) for identity, row in zip(known, rows, strict=True)}
        return [found.get(identity or "", History()) for identity in identities]

    async def paces(
        self, site: str, comments: Sequence[Comment], *, window_s: float
    ) -> list[dict[str, int]]:
        """Count, by kind of identity, what each author wrote in the time before the comment."""
        keys = SiteKeys(site)
        asked = [(c, identity) for c in comments for identity in c.identities]
        commands: list[Command] = [
            ("ZCOUNT", keys.by(identity), c.received_at - int(window_s * 1000), c.received_at)
            for c, identity in asked
        ]
        counts = iter(await self._connection.pipe(commands) if commands else [])
        return [read_pace(c, [next(counts) for _ in c.identities]) for c in comments]

    async def unlist(self, site: str, identity: str, ids: Sequence[str]) -> None:
        """Take comments off the list of what an author wrote."""
        await self._connection.call("ZREM", SiteKeys(site).by(identity), *ids)

    async def forget(self, site: str, identity: str) -> None:
        """Drop what became of an author's comments; what they write from now on is listed."""
        await self._connection.call("DEL", SiteKeys(site).who(identity))

    async def ban(self, site: str, ban: Ban) -> None:
        """Ban an identity, or change its ban."""
        row = {"by": ban.by, "at": ban.at, "reason": ban.reason, "until": ban.until}
        await self._connection.call("HSET", SiteKeys(site).bans, ban.identity, to_json(row))

    async def lift(self, site: str, identity: str) -> bool:
        """Lift a ban; False when there is none."""
        return bool(await self._connection.call("HDEL", SiteKeys(site).bans, identity))

    async def bans(self, site: str) -> list[Ban]:
        """List all bans, the oldest first."""
        rows = await self._connection.call("HGETALL", SiteKeys(site).bans)
        bans = [Ban(identity=identity, **orjson.loads(row)) for identity, row in rows.items()]
        return sorted(bans, key=lambda ban: ban.at)

    async def bans_of(self, site: str, comments: Sequence[Comment]) -> list[Ban | None]:
        """Find the ban that each author was under when they wrote, by any of their identities."""
        asked = sorted({identity for c in comments for identity in c.identities})
        rows = await self._connection.call("HMGET", SiteKeys(site).bans, *asked) if asked else []
        known = dict(zip(asked, rows, strict=True))
        return [
            read_ban(comment, [known[identity] for identity in comment.identities])
            for comment in comments
        ]


def read_ban(comment: Comment, rows: Sequence[str | None]) -> Ban | None:
    """Read the ban that an author was under, if any, from what stands under their identities."""
    found = zip(comment.identities, rows, strict=True)
    bans = (Ban(identity=identity, **orjson.loads(row)) for identity, row in found if row)
    return next((ban for ban in bans if ban.is_on(comment.received_at)), None)


def read_pace(comment: Comment, counts: Sequence[int]) -> dict[str, int]:
    """Name the counts of what was written under each identity by its kind."""
    kinds = [identity.partition(":")[0] for identity in comment.identities]
    return dict(zip(kinds, counts, strict=True))


def read_history(row: Sequence[str | None]) -> History:
    """Read what became of an author's comments, from `_FIELDS`."""
    first_seen, approved, rejected, spam, recent = row
    return History(
        first_seen=int(first_seen) if first_seen else None,
        approved=int(approved or 0),
        rejected=int(rejected or 0) + int(spam or 0),
        recent=recent or "",
    )
