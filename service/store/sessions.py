"""Sessions in the record, each under the hash of its token: who reads them can use none."""

import orjson

from service.domain.sessions import IDLE_S, LIFE_S, Session
from service.store import keys
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys


class Sessions:
    """The sessions of all moderators."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, session: Session) -> None:
        """Keep a new session."""
        of_moderator = SiteKeys(session.site).sessions(session.moderator)
        row = [session.site, session.moderator, session.form_token, session.began_at]
        await self._connection.pipe(
            [
                # Listed first: what is not listed could not be ended with the others.
                ("SADD", of_moderator, session.digest),
                ("EXPIRE", of_moderator, LIFE_S),
                ("SET", keys.session(session.digest), to_json(row), "EX", IDLE_S),
            ]
        )

    async def use(self, digest: str, *, renew: bool = True) -> Session | None:
        """Read a session, which lives on for having been used, if that is to ``renew`` it."""
        longer = ("EX", IDLE_S) if renew else ()
        written = await self._connection.call("GETEX", keys.session(digest), *longer)
        if written is None:
            return None
        site, moderator, form_token, began_at = orjson.loads(written)
        return Session(
            digest=digest,
            site=site,
            moderator=moderator,
            form_token=form_token,
            began_at=began_at,
        )

    async def end(self, session: Session) -> None:
        """End a session."""
        of_moderator = SiteKeys(session.site).sessions(session.moderator)
        await self._connection.pipe(
            [
                ("DEL", keys.session(session.digest)),
                ("SREM", of_moderator, session.digest),
            ]
        )

    async def of_moderator(self, site: str, name: str) -> list[str]:
        """List the digests of a moderator's sessions; some may have ended by themselves."""
        return sorted(await self._connection.call("SMEMBERS", SiteKeys(site).sessions(name)))

    async def end_all(self, site: str, name: str) -> int:
        """End all sessions of a moderator; gives how many there were."""
        digests = await self.of_moderator(site, name)
        ended = await self._connection.pipe([("DEL", keys.session(d)) for d in digests])
        await self._connection.call("DEL", SiteKeys(site).sessions(name))
        return sum(ended)
