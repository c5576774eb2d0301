"""What one worker process keeps for its life: an event loop, the record, the work it does."""

import os
import socket
import time
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from typing import Any, TypeVar

import structlog
import uvloop

from service.broker.celery import open_doorbell
from service.broker.tasks import TaskName
from service.domain.errors import UnavailableError
from service.settings import Settings
from service.store.knocks import Knock
from service.store.redis import Store, open_store
from service.traces import tracing
from workers.works import Ear, OpenWork, Work

T = TypeVar("T")
log = structlog.get_logger()


class Runtime:
    """Made after the fork: a client that is made before it shares its sockets with the parent."""

    def __init__(self, settings: Settings, open_work: OpenWork) -> None:
        self._drain_s = settings.work.drain_s
        self._stay_s = min(settings.work.drain_s, settings.work.sweep_s)
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._loop = uvloop.new_event_loop()
        self._stack = AsyncExitStack()
        self._stack.enter_context(tracing(settings.traces, "worker"))
        bell = self._stack.enter_context(open_doorbell(settings, TaskName.DELIVER_LETTERS))
        opening = open_store(settings.redis, bell.ring)
        self._store: Store = self.run(self._stack.enter_async_context(opening))
        self._work: Work = self.run(self._stack.enter_async_context(open_work(self._store)))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end.

        Whatever interrupts it also ends it: a coroutine left hanging on the loop would go on,
        and commit, inside the next task.
        """
        task = self._loop.create_task(work)
        try:
            return self._loop.run_until_complete(task)
        except BaseException:
            if not task.done():
                task.cancel()
                with suppress(BaseException):
                    self._loop.run_until_complete(task)
            raise

    async def drain(self, sites: list[str]) -> bool:
        """Work until nothing is due, or long enough; tells whether something may be left.

        Then it stays until the next sweep, so that what comes in meanwhile finds a worker that is
        at it already: a Celery message takes longer than all the rest. When the record is away
        there is nothing to be done: leases run out by themselves, and the next sweep begins again.
        """
        try:
            # Listened first, so that nothing falls between looking for what is due and hearing.
            async with self._work.listening() as ear:
                left = await self._drain(await self._due(sites), sites)
                await self._work.report(self._name)
                return left or await self._stay(ear)
        except UnavailableError as error:
            log.warning("record away", error=type(error).__name__)
            return False

    async def _drain(self, due: list[str], sites: list[str]) -> bool:
        until = time.monotonic() + self._drain_s
        while due:
            for site in due:
                await self._work.take_batch(site)
                if time.monotonic() > until:
                    return True
            due = await self._due(sites)
        return False

    async def _stay(self, ear: Ear) -> bool:
        """Do what comes in, and what can wait while nothing does; tells what `drain` tells."""
        until = time.monotonic() + self._stay_s
        while (left_s := until - time.monotonic()) > 0:
            rested = await self._work.rest()
            heard = await ear.hear(0 if rested else left_s)
            if await self._answer(heard):
                return True
            if not heard and not rested:
                break
        return await self._answer(await ear.cover())

    async def _answer(self, knocks: list[Knock]) -> bool:
        """Do what was heard of; tells what `drain` tells."""
        due = [knock.site for knock in knocks if await self._work.answer(knock)]
        return await self._drain(due, due)

    async def _due(self, sites: list[str]) -> list[str]:
        return await self._work.due_sites(sites or await self._store.sites.names())

    async def leave(self) -> None:
        """Say good-bye and close every socket."""
        with suppress(UnavailableError):
            await self._work.leave(self._name)
        await self._stack.aclose()
