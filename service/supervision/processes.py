"""One run of a child: started, heard and ended with all that it has started itself."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from service.supervision.children import Child, Program
from service.supervision.pipes import open_reader

Hear = Callable[[str], None]
"""Takes one line of a child's output."""

LAST_WORDS_S = 1.0


class Process:
    """One run of a child, in a session of its own so that Ctrl-C reaches only the supervisor."""

    def __init__(self, program: Program, hearing: asyncio.Task[None]) -> None:
        self._program = program
        self._hearing = hearing

    @classmethod
    async def start(cls, child: Child, hear: Hear) -> Self:
        """Start the child's program; its output goes to `hear`, line by line.

        Raises
        ------
        OSError
            When it cannot be started.
        """
        # A pipe of our own: asyncio's would keep `wait` from returning while a grandchild holds it.
        output, into = os.pipe()
        hearing = asyncio.create_task(_pass_on(output, hear))
        try:
            program = await child.begin(child, into)
        finally:
            os.close(into)
        return cls(program, hearing)

    async def ended(self) -> int:
        """Wait until nothing is left of it; return its exit code, or minus the signal's number."""
        code = await self._program.wait()
        self._kill_group()
        # Only something that has left the process group could still hold the pipe open.
        await asyncio.wait({self._hearing}, timeout=LAST_WORDS_S)
        return code

    async def stop(self, grace_s: float) -> None:
        """Ask it to end, give it `grace_s` seconds, then kill it with whatever it has started."""
        with suppress(ProcessLookupError):
            self._program.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._program.wait(), grace_s)
        await self.kill()

    async def kill(self) -> None:
        """Kill it and its own children at once; does nothing when none is left."""
        self._kill_group()
        await self.ended()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._program.pid, signal.SIGKILL)


async def _pass_on(output: int, hear: Hear) -> None:
    reader = await open_reader(output)
    while not reader.at_eof():
        with suppress(ValueError):  # longer than any honest line: the reader has dropped it
            if line := await reader.readline():
                hear(line.decode(errors="replace").rstrip())
