"""The worker that delivers what webhooks are to be told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from service.broker.tasks import TaskName
from service.moderation.telling import Telling
from service.outbound.posting import open_poster
from service.settings import Settings
from service.store.redis import Store
from workers.application import make_app
from workers.retaining import retaining
from workers.starting import work
from workers.works import OpenWork, Work


def start() -> None:
    """Deliver until told to stop, beside the scoring, which waits for no slow receiver.

    What lapses is forgotten here, too: it is little work, and in no hurry.
    """
    settings = Settings()
    tasks = {
        TaskName.DELIVER_LETTERS: delivering(settings),
        TaskName.RETAIN: retaining(settings),
    }
    work(make_app(settings), settings, tasks, 1)


@dataclass(frozen=True, slots=True)
class DeliveringWork(Work):
    """Delivers what webhooks are to be told."""

    store: Store
    telling: Telling

    async def due_sites(self, sites: list[str]) -> list[str]:
        """Tell which sites have letters to deliver."""
        return await self.store.outbox.due_sites(sites)

    async def take_batch(self, site: str) -> int:
        """Deliver some."""
        return await self.telling.deliver_batch(site)


def delivering(settings: Settings) -> OpenWork:
    """Make what opens the delivering work in a process."""

    @asynccontextmanager
    async def open_work(store: Store) -> AsyncIterator[DeliveringWork]:
        secret = settings.secret.get_secret_value()
        async with open_poster(settings.webhooks) as poster:
            yield DeliveringWork(store, Telling(store, poster, secret, settings.webhooks))

    return open_work
