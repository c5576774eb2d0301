"""Which comment said something last: for callers who come back and know its text alone."""

from service.store.connection import Connection
from service.store.keys import SiteKeys


class Sayings:
    """What was said on all sites, by its hash."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def note(self, site: str, saying: str, comment_id: str, life_ms: int) -> None:
        """Remember the comment that says something; ``life_ms`` 0: for ever."""
        life = ("PX", life_ms) if life_ms else ()
        await self._connection.call("SET", SiteKeys(site).said(saying), comment_id, *life)

    async def find(self, site: str, saying: str) -> str | None:
        """Give the id of the last comment that said it; it may be erased by now."""
        found = await self._connection.call("GET", SiteKeys(site).said(saying))
        return None if found is None else str(found)

    async def forget(self, site: str, saying: str) -> None:
        """Forget who said it."""
        await self._connection.call("DEL", SiteKeys(site).said(saying))
