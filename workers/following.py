"""The models of a worker process, kept up with what is chosen in a thread of its own.

The process's own loop stands still between tasks, and nothing would be loaded meanwhile: a process
that has had nothing to do for a while would begin by what was chosen then. And a model that is
being loaded holds up no batch.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from threading import Event, Thread

from classifier.artifacts import ArtifactError
from classifier.scorer import Scorer as OwnScorer
from service.artifacts import load_own, load_package, open_folder, own_folder
from service.moderation.models import Scorer
from service.moderation.shelf import Shelf
from service.settings import Settings
from service.store.redis import open_store


class Following:
    """A shelf in a thread; begun after the fork, since threads do not come along."""

    def __init__(self, settings: Settings, came_with: Scorer) -> None:
        self._settings, self._came_with = settings, came_with
        self._begun = Event()
        self._thread = Thread(target=self._run, name="models", daemon=True)
        self._thread.start()
        # The first batch is by what is chosen, not by what the process came with.
        self._begun.wait()

    def deciding(self, site: str) -> Scorer:
        """Give the model that decides on a site."""
        return self._shelf.deciding(site)

    def shadow(self, site: str) -> Scorer | None:
        """Give the model that scores beside it, unseen."""
        return self._shelf.shadow(site)

    async def get(self, model_id: str) -> Scorer:
        """Give a model by its id as `Shelf.get` does, which runs in the thread."""
        getting = asyncio.run_coroutine_threadsafe(self._shelf.get(model_id), self._loop)
        return await asyncio.wrap_future(getting)

    def end(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._follow())
        finally:
            self._begun.set()

    async def _follow(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        async with open_store(self._settings.redis) as store:
            brings = partial(open_folder, own_folder(self._settings))
            self._shelf = Shelf(store, self._came_with, load_package, brings)
            await self._shelf.look()
            self._begun.set()
            async with self._shelf.kept_fresh():
                await self._over.wait()


@asynccontextmanager
async def following(settings: Settings, came_with: Scorer) -> AsyncIterator[Following]:
    """Follow what is chosen for as long as the context lasts."""
    models = Following(settings, came_with)
    try:
        yield models
    finally:
        models.end()


def load_scorer(settings: Settings) -> OwnScorer:
    """Load the model that the process comes with, or end it."""
    try:
        return load_own(settings)
    except ArtifactError as error:
        sys.exit(f"the model in {own_folder(settings)} cannot be loaded: {error}")
