"""What the workers do: score comments, rescore them in bulk, deliver letters, forget in time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from service.moderation.models import Scorer
from service.moderation.rescoring import Rescorer
from service.moderation.retaining import Retaining
from service.moderation.scoring import Scoring
from service.moderation.shadowing import Shadowing
from service.moderation.telling import Telling
from service.outbound.posting import open_poster
from service.settings import Settings
from service.store.redis import Store
from workers.following import following
from workers.runtime import OpenWork


@dataclass(frozen=True, slots=True)
class ScoringWork:
    """Scores what is pending."""

    store: Store
    scoring: Scoring
    shadowing: Shadowing

    async def due_sites(self, sites: list[str]) -> list[str]:
        """Tell which sites have comments to score."""
        return await self.store.pending.due_sites(sites)

    async def take_batch(self, site: str) -> int:
        """Score some."""
        return await self.scoring.score_batch(site)

    async def rest(self) -> bool:
        """Let the shadow judge some of what was decided."""
        return await self.shadowing.compare_some()

    async def report(self, worker: str) -> None:
        """Be counted as one of those that comments wait for."""
        await self.store.presence.report(worker)

    async def leave(self, worker: str) -> None:
        """Be counted no more."""
        await self.store.presence.leave(worker)


@dataclass(frozen=True, slots=True)
class DeliveringWork:
    """Delivers what webhooks are to be told."""

    store: Store
    telling: Telling

    async def due_sites(self, sites: list[str]) -> list[str]:
        """Tell which sites have letters to deliver."""
        return await self.store.outbox.due_sites(sites)

    async def take_batch(self, site: str) -> int:
        """Deliver some."""
        return await self.telling.deliver_batch(site)

    async def rest(self) -> bool:
        """Do nothing: all of it is due at some time."""
        return False

    async def report(self, worker: str) -> None:
        """Say nothing: no comment waits for this one."""

    async def leave(self, worker: str) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class RetainingWork:
    """Forgets what has been kept for long enough, once a day."""

    store: Store
    retaining: Retaining

    async def due_sites(self, sites: list[str]) -> list[str]:
        """Tell which sites were not gone through today."""
        return await self.store.retention.due_sites(sites)

    async def take_batch(self, site: str) -> int:
        """Forget some."""
        return await self.retaining.forget_some(site)

    async def rest(self) -> bool:
        """Do nothing: all of it is due at some time."""
        return False

    async def report(self, worker: str) -> None:
        """Say nothing: no comment waits for this one."""

    async def leave(self, worker: str) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class RescoringWork:
    """Works off rescorings."""

    store: Store
    rescorer: Rescorer

    async def due_sites(self, sites: list[str]) -> list[str]:
        """Tell which sites have pages to be done."""
        return await self.store.rescorings.due_sites(sites)

    async def take_batch(self, site: str) -> int:
        """Do some."""
        return await self.rescorer.work(site)

    async def rest(self) -> bool:
        """Do nothing: all of it is due at some time."""
        return False

    async def report(self, worker: str) -> None:
        """Say nothing: no comment waits for this one."""

    async def leave(self, worker: str) -> None:
        """Say nothing."""


def rescoring(settings: Settings, came_with: Scorer) -> OpenWork:
    """Make what opens the rescoring work in a process; models as in `scoring`."""

    @asynccontextmanager
    async def open_work(store: Store) -> AsyncIterator[RescoringWork]:
        async with following(settings, came_with) as models:
            yield RescoringWork(store, Rescorer(store, models, settings.bulk))

    return open_work


def retaining(settings: Settings) -> OpenWork:
    """Make what opens the retaining work in a process."""

    @asynccontextmanager
    async def open_work(store: Store) -> AsyncIterator[RetainingWork]:
        yield RetainingWork(store, Retaining(store, settings.retention))

    return open_work


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
            yield ScoringWork(store, scoring, shadowing)

    return open_work


def delivering(settings: Settings) -> OpenWork:
    """Make what opens the delivering work in a process."""

    @asynccontextmanager
    async def open_work(store: Store) -> AsyncIterator[DeliveringWork]:
        secret = settings.secret.get_secret_value()
        async with open_poster(settings.webhooks) as poster:
            yield DeliveringWork(store, Telling(store, poster, secret, settings.webhooks))

    return open_work
