"""Forgetting what has been kept for long enough; the deliverer does it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from service.moderation.retaining import Retaining
from service.settings import Settings
from service.store.redis import Store
from workers.works import OpenWork, Work


@dataclass(frozen=True, slots=True)
class RetainingWork(Work):
    """Forgets what has been kept for long enough, once a day."""

    store: Store
    retaining: Retaining

    async def due_sites(self, sites: list[str]) -> list[str]:
        """Tell which sites were not gone through today."""
        return await self.store.retention.due_sites(sites)

    async def take_batch(self, site: str) -> int:
        """Forget some."""
        return await self.retaining.forget_some(site)


def retaining(settings: Settings) -> OpenWork:
    """Make what opens the retaining work in a process."""

    @asynccontextmanager
    async def open_work(store: Store) -> AsyncIterator[RetainingWork]:
        yield RetainingWork(store, Retaining(store, settings.retention))

    return open_work
