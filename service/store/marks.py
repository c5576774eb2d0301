"""Where in which traces comments came in, for whoever goes on with them; kept for some minutes."""

from collections.abc import Sequence

from service.store.connection import Connection
from service.store.keys import SiteKeys

LIFE_S = 600
"""What waits longer is traced by itself."""


class Marks:
    """The marks of comments that came in lately."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def leave(self, site: str, ids: Sequence[str], mark: str) -> None:
        """Leave a mark for each of some comments."""
        keys = SiteKeys(site)
        await self._connection.pipe([("SET", keys.mark(id_), mark, "EX", LIFE_S) for id_ in ids])

    async def find(self, site: str, ids: Sequence[str]) -> list[str]:
        """Find the marks of some comments; most came with none."""
        keys = SiteKeys(site)
        found = await self._connection.call("MGET", *(keys.mark(id_) for id_ in ids))
        return [mark for mark in found if mark]
