"""What one worker process keeps for its life: an event loop, the record, the work it does."""

import os
import socket
import time
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from typing import Any, Protocol, TypeVar

import structlog
import uvloop

from service.broker.celery import open_doorbell
from service.broker.tasks import TaskName
from service.domain.errors import UnavailableError
from service.settings import Settings
from service.store.redis import Store, open_store

T = TypeVar("T")
log = structlog.get_logger()


class Work(Protocol):
    """Something that is due at times, and is done in batches."""

    async def due_sites(self, sites: list[str]) -> list[str]:
        """Tell on which of some sites something is due."""

    async def take_batch(self, site: str) -> object:
        """Do some of it."""

    async def rest(self) -> bool:
        """Do some of what can wait until nothing is due; False when there is none of it."""

    async def report(self, worker: str) -> None:
        """Say that a worker process is at it."""

    async def leave(self, worker: str) -> None:
        """Say that a worker process is going."""


OpenWork = Callable[[Store], AbstractAsyncContextManager[Work]]


class Runtime:
    """Made after the fork: a client that is made before it shares its sockets with the parent."""

    def __init__(self, settings: Settings, open_work: OpenWork) -> None:
        self._drain_s = settings.work.drain_s
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._loop = uvloop.new_event_loop()
        self._stack = AsyncExitStack()
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

        When the record is away there is nothing to be done: leases run out by themselves, and the
        next sweep begins again.
        """
        try:
            left = await self._drain(sites) or await self._rest()
            await self._work.report(self._name)
        except UnavailableError as error:
            log.warning("record away", error=type(error).__name__)
            return False
        return left

    async def _drain(self, sites: list[str]) -> bool:
        until = time.monotonic() + self._drain_s
        while due := await self._due(sites):
            for site in due:
                await self._work.take_batch(site)
                if time.monotonic() > until:
                    return True
        return False

    async def _rest(self) -> bool:
        """Do what can wait, until something is due again; tells whether there is."""
        until = time.monotonic() + self._drain_s
        while time.monotonic() < until and await self._work.rest():
            if await self._due([]):
                return True
        return False

    async def _due(self, sites: list[str]) -> list[str]:
        return await self._work.due_sites(sites or await self._store.sites.names())

    async def leave(self) -> None:
        """Say good-bye and close every socket."""
        with suppress(UnavailableError):
            await self._work.leave(self._name)
        await self._stack.aclose()
