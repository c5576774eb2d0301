"""The supervisor: starts children in order, again whenever they end, and ends them in reverse."""

import asyncio
import signal
from collections.abc import Callable
from functools import partial
from typing import Self

from service.supervision.children import Child
from service.supervision.processes import Process

Tell = Callable[[str, str], None]
"""Takes the name of a child and one line, its own or about it."""

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
STEADY_S = 10.0
"""A child that ran this long is taken for sound: its next restart comes quickly again."""
PROBE_S = 0.05


class Supervisor:
    """Keeps children running; leaving its context ends them, last started first."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._watches: list[_Watch] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.stop()

    async def start(self, child: Child) -> None:
        """Start a child and return once it is ready; from now on it is kept running."""
        self._watches.append(_Watch(child, self._tell))
        while not await child.is_ready():  # noqa: ASYNC110 - another process, which sets no event
            await asyncio.sleep(PROBE_S)

    async def wait(self) -> None:
        """Return never; raise what has broken the supervisor itself, should that happen."""
        await asyncio.gather(*(watch.keeping for watch in self._watches))

    async def stop(self) -> None:
        """End all children in reverse order; cancelled, it kills those that are left."""
        try:
            for watch in reversed(self._watches):
                await watch.stop()
        finally:
            await asyncio.gather(*(watch.kill() for watch in self._watches))


class _Watch:
    """Looks after one child, from run to run."""

    def __init__(self, child: Child, tell: Tell) -> None:
        self._child = child
        self._tell = partial(tell, child.name)
        self._process: Process | None = None
        self.keeping = asyncio.create_task(self._keep_running())

    async def _keep_running(self) -> None:
        clock = asyncio.get_running_loop().time
        pause = 0.0
        while True:
            started = clock()
            how = await self._run_once()
            pause = min(2 * pause, LONGEST_PAUSE_S) or FIRST_PAUSE_S
            if clock() - started > STEADY_S:
                pause = FIRST_PAUSE_S
            self._tell(f"{how}; starting it again in {pause:g} s")
            await asyncio.sleep(pause)

    async def _run_once(self) -> str:
        try:
            self._process = await Process.start(self._child, self._tell)
        except OSError as error:
            return f"cannot be started: {error}"
        return _in_words(await self._process.ended())

    async def stop(self) -> None:
        self.keeping.cancel()
        await asyncio.wait({self.keeping})
        if self._process:
            await self._process.stop(self._child.grace_s)

    async def kill(self) -> None:
        self.keeping.cancel()
        if self._process:
            await self._process.kill()


def _in_words(code: int) -> str:
    return f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
