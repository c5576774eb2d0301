"""From which web origin a request came, and which origins have any business here."""

import asyncio
from contextlib import AbstractAsyncContextManager, suppress
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from service.domain.errors import UnavailableError
from service.store.background import beside
from service.store.redis import Store

REFRESHED_S = 2.0


def origin_of(url: str) -> str | None:
    """Give the origin of an http or https URL, as browsers write it."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower() if good else None


def sending_origin(headers: Headers) -> str | None:
    """Tell from which origin's page a request was sent, if its browser says so."""
    return origin_of(headers.get("origin") or headers.get("referer") or "")


class KnownOrigins:
    """The origins of all sites, at most two seconds old, for answers that no key comes with."""

    def __init__(self) -> None:
        self._origins: frozenset[str] = frozenset()

    def __contains__(self, origin: str) -> bool:
        return origin in self._origins

    async def read(self, store: Store) -> None:
        """Read them anew."""
        sites = await store.sites.all()
        self._origins = frozenset(origin for site in sites for origin in site.origins)

    def kept_fresh(self, store: Store) -> AbstractAsyncContextManager[None]:
        """Go on reading them for as long as the context lasts."""
        return beside(self._read_on(store))

    async def _read_on(self, store: Store) -> None:
        while True:
            with suppress(UnavailableError):  # what was known stays known
                await self.read(store)
            await asyncio.sleep(REFRESHED_S)
