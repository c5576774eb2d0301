"""The worker that rescores stored comments in bulk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from service.broker.tasks import TaskName
from service.moderation.models import Scorer
from service.moderation.rescoring import Rescorer
from service.settings import Settings
from service.store.redis import Store
from workers.application import make_app
from workers.following import following, load_scorer
from workers.standing_back import stand_back
from workers.starting import work
from workers.works import OpenWork, Work


def start() -> None:
    """Rescore stored comments until told to stop, standing back behind everything live."""
    settings = Settings()
    stand_back(settings.bulk.nice)
    app = make_app(settings)
    came_with = load_scorer(settings)
    task = TaskName.RESCORE
    work(app, settings, {task: rescoring(settings, came_with)}, settings.bulk.processes)


@dataclass(frozen=True, slots=True)
class RescoringWork(Work):
    """Works off rescorings."""

    store: Store
    rescorer: Rescorer

    async def due_sites(self, sites: list[str]) -> list[str]:
        """Tell which sites have pages to be done."""
        return await self.store.rescorings.due_sites(sites)

    async def take_batch(self, site: str) -> int:
        """Do some."""
        return await self.rescorer.work(site)


def rescoring(settings: Settings, came_with: Scorer) -> OpenWork:
    """Make what opens the rescoring work in a process; models as in `scoring`."""

    @asynccontextmanager
    async def open_work(store: Store) -> AsyncIterator[RescoringWork]:
        async with following(settings, came_with) as models:
            yield RescoringWork(store, Rescorer(store, models, settings.bulk))

    return open_work
