"""What nearly every request asks for, remembered for a second.

With it a comment costs one trip to Redis, the one that accepts it. The price: a key that is
revoked, or an origin that is taken away, works for one second more.
"""

from cachetools import TTLCache

from service.domain.errors import UnavailableError, UnknownOutcomeError
from service.domain.sites import ApiKey, Site
from service.moderation.keys import authenticate
from service.store.redis import Store

REMEMBERED_S = 1.0
_AT_MOST = 4096


class Lookups:
    """Keys and sites, as they were at most a second ago; what does not exist is not remembered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: TTLCache[str, ApiKey] = TTLCache(_AT_MOST, REMEMBERED_S)
        self._sites: TTLCache[str, Site] = TTLCache(_AT_MOST, REMEMBERED_S)

    async def key(self, presented: str) -> ApiKey:
        """Find the key that a caller presents.

        Raises
        ------
        UnauthenticatedError
            It is not a live one.
        UnavailableError
            The record does not answer.
        """
        known = self._keys.get(presented)
        if known is None:
            try:
                known = await authenticate(self._store, presented)
            except UnknownOutcomeError as error:
                raise _nothing_changed() from error
            self._keys[presented] = known
        return known

    async def site(self, name: str) -> Site | None:
        """Find a site.

        Raises
        ------
        UnavailableError
            The record does not answer.
        """
        known = self._sites.get(name)
        if known is None:
            try:
                known = await self._store.sites.get(name)
            except UnknownOutcomeError as error:
                raise _nothing_changed() from error
            if known is not None:
                self._sites[name] = known
        return known


def _nothing_changed() -> UnavailableError:
    """To have asked in vain leaves no doubt about what happened: nothing did."""
    return UnavailableError("Redis does not answer now.")
