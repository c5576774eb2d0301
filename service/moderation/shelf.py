"""The models that a process has at hand, kept up with what is chosen.

What cannot be loaded is said, in the log, in the record for all to see, and in the metrics of the
API; meanwhile what decided before goes on. The model that the process came with is always there.
"""

import asyncio
import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass

import structlog
from cachetools import LRUCache

from service.clock import now_ms
from service.domain.audit import Actor, ActorKind
from service.domain.errors import ModelError, NotFoundError, UnavailableError
from service.domain.models import Choices, Package
from service.domain.sites import ALL_SITES
from service.moderation.models import Scorer
from service.moderation.registry import Candidate, import_model
from service.store.background import beside
from service.store.models import ModelProcess
from service.store.redis import Store

log = structlog.get_logger()

LOOKS_EVERY_S = 1.0
_REPORTS_EVERY_S = 10.0
_RETRIES_AFTER_S = 30.0
_BORROWED = 2
"""How many models are kept that were asked for and that nobody has chosen."""

Load = Callable[[Package], Scorer]
"""Makes a model of an artifact and tries it; raises `ModelError` if it is not fit to serve."""


@dataclass(frozen=True, slots=True)
class _Following:
    """What a process goes by; swapped as a whole, since other threads may be looking."""

    choices: Choices
    loaded: Mapping[str, Scorer]
    deciding: Mapping[str, Scorer]
    """By site."""


class Shelf:
    """The models of one process.

    Parameters
    ----------
    store : Store
    came_with : Scorer
        Decides until another is promoted, and whenever none that is can be loaded.
    load : callable
        Runs in a thread.
    brings : callable, optional
        Gives the artifact of ``came_with``, to be put into the record if it is not there.
    """

    def __init__(
        self,
        store: Store,
        came_with: Scorer,
        load: Load,
        brings: Callable[[], Candidate] | None = None,
    ) -> None:
        self._store, self._came_with, self._load, self._brings = store, came_with, load, brings
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._lock = asyncio.Lock()
        self._borrowed: LRUCache[str, Scorer] = LRUCache(_BORROWED)
        self._now = _Following(Choices(version=-1), {came_with.model_id: came_with}, {})
        self._troubles: dict[str, str] = {}
        self._looks_at = self._retries_at = self._reports_at = 0.0

    def deciding(self, site: str) -> Scorer:
        """Give the model that decides on a site."""
        deciding = self._now.deciding
        return deciding.get(site) or deciding.get(ALL_SITES) or self._came_with

    def shadow(self, site: str) -> Scorer | None:
        """Give the model that scores beside it, unseen."""
        now = self._now
        scorer = now.loaded.get(now.choices.shadow(site) or "")
        return None if scorer is self.deciding(site) else scorer

    async def get(self, model_id: str) -> Scorer:
        """Give a model by its id, loaded if need be; it is kept at hand for a while.

        Raises
        ------
        NotFoundError
            There is none.
        ModelError
            It is not fit to serve.
        UnavailableError
            It has to be loaded, and the record does not answer.
        """
        async with self._lock:
            known = self._now.loaded.get(model_id) or self._borrowed.get(model_id)
            if known is None:
                known = self._borrowed[model_id] = await self._fetch(model_id)
            return known

    async def look(self) -> None:
        """Follow what is chosen by now, if the last look was more than a second ago."""
        now = time.monotonic()
        if now < self._looks_at:
            return
        self._looks_at = now + LOOKS_EVERY_S
        with suppress(UnavailableError):  # what was chosen goes on
            async with self._lock:
                await self._look(now)

    def kept_fresh(self) -> AbstractAsyncContextManager[None]:
        """Go on looking for as long as the context lasts."""
        return beside(self._look_on())

    async def _look_on(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOKS_EVERY_S)

    async def _look(self, now: float) -> None:
        if self._brings is not None:
            await self._bring(self._brings)
            self._brings = None
        changed = await self._store.models.version() != self._now.choices.version
        if changed or (self._troubles and now > self._retries_at):
            await self._follow(await self._store.models.choices())
            self._retries_at = now + _RETRIES_AFTER_S
        if changed or now > self._reports_at:
            await self._report()
            self._reports_at = now + _REPORTS_EVERY_S

    async def _bring(self, brings: Callable[[], Candidate]) -> None:
        """Put the model that the process came with into the record, where others can choose it."""
        if await self._store.models.find(self._came_with.model_id) is None:
            candidate = await asyncio.to_thread(brings)
            with suppress(ModelError):  # another process was quicker
                await import_model(self._store, candidate, Actor(ActorKind.SITE, "greenroom"))

    async def _follow(self, choices: Choices) -> None:
        """Load what is chosen, then swap it in as a whole."""
        before, self._troubles = self._now.loaded, {}
        held = {self._came_with.model_id: self._came_with}
        deciding = {}
        for site in {ALL_SITES, *choices.made}:
            deciding[site] = await self._first_fit(choices.candidates(site), held, before)
            if shadow := choices.shadow(site):
                await self._hold(shadow, held, before)
        self._now = _Following(choices, held, deciding)
        log.info("models", deciding={site: scorer.model_id for site, scorer in deciding.items()})

    async def _first_fit(
        self,
        candidates: Sequence[str | None],
        held: dict[str, Scorer],
        before: Mapping[str, Scorer],
    ) -> Scorer:
        for model in candidates:
            if model is None:
                break
            if await self._hold(model, held, before):
                return held[model]
        return self._came_with

    async def _hold(
        self, model: str, held: dict[str, Scorer], before: Mapping[str, Scorer]
    ) -> bool:
        """Have a model at hand; False, and said, if it is not fit to serve."""
        if model in held or model in self._troubles:
            return model in held
        try:
            held[model] = before.get(model) or self._borrowed.get(model) or await self._fetch(model)
        except (ModelError, NotFoundError) as error:
            self._troubles[model] = str(error)
            log.critical("the model cannot be used, another goes on", model=model, why=str(error))
        return model in held

    async def _fetch(self, model: str) -> Scorer:
        package = await self._store.models.package(model)
        if package is None:
            raise NotFoundError(f"There is no model {model} in the record.")
        scorer = await asyncio.to_thread(self._load, package)
        if scorer.model_id != model:
            raise ModelError(f"What is kept as {model} is damaged: it is {scorer.model_id}.")
        return scorer

    async def _report(self) -> None:
        deciding = {site: scorer.model_id for site, scorer in self._now.deciding.items()}
        process = ModelProcess(
            name=self._name,
            at=now_ms(),
            deciding=deciding,
            troubles=self._troubles,
        )
        await self._store.models.report(process)
