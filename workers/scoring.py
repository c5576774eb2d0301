"""The worker that scores what is pending."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from service.broker.tasks import TaskName
from service.moderation.hearing import Hearing
from service.moderation.models import Scorer
from service.moderation.scoring import Scoring
from service.moderation.shadowing import Shadowing
from service.settings import Settings
from service.store.knocks import Knock
from service.store.redis import Store
from workers.application import make_app
from workers.following import following, load_scorer
from workers.starting import work
from workers.works import Ear, OpenWork, Work


def start() -> None:
    """Score until told to stop. The model is loaded before the processes fork, and shared."""
    settings = Settings()
    app = make_app(settings)
    came_with = load_scorer(settings)
    task = TaskName.SCORE_PENDING
    work(app, settings, {task: scoring(settings, came_with)}, settings.work.processes)


@dataclass(frozen=True, slots=True)
class ScoringWork(Work):
    """Scores what is pending."""

    store: Store
    scoring: Scoring
    hearing: Hearing
    shadowing: Shadowing
    batch_size: int

    async def due_sites(self, sites: list[str]) -> list[str]:
        """Tell which sites have comments to score."""
        return await self.store.pending.due_sites(sites)

    async def take_batch(self, site: str) -> int:
        """Score some."""
        return await self.scoring.score_batch(site)

    async def answer(self, knock: Knock) -> bool:
        """Score what was heard of; unless that was a full batch, what is left has yet to knock."""
        return await self.hearing.answer(knock) == self.batch_size

    async def rest(self) -> bool:
        """Let the shadow judge some of what was decided."""
        return await self.shadowing.compare_some()

    def listening(self) -> AbstractAsyncContextManager[Ear]:
        """Hear of comments as soon as they are accepted."""
        return self.store.knocks.listening()

    async def report(self, worker: str) -> None:
        """Be counted as one of those that comments wait for."""
        await self.store.presence.report(worker)

    async def leave(self, worker: str) -> None:
        """Be counted no more."""
        await self.store.presence.leave(worker)


def scoring(settings: Settings, came_with: Scorer) -> OpenWork:
    """Make what opens the scoring work in a process.

    The model that was loaded before the processes forked is shared by them; one that is promoted
    later is loaded by each for itself.
    """

    @asynccontextmanager
    async def open_work(store: Store) -> AsyncIterator[ScoringWork]:
        async with following(settings, came_with) as models:
            shadowing = Shadowing(store, models)
            scoring = Scoring(store, models, settings.work, shadowing)
            hearing = Hearing(store, models, scoring)
            yield ScoringWork(store, scoring, hearing, shadowing, settings.work.batch_size)

    return open_work
