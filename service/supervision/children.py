"""Child processes: how one is described, started, heard and ended."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Self

Hear = Callable[[str], None]
"""Takes one line of a child's output."""

LONGEST_LINE = 2**20
LAST_WORDS_S = 1.0
PR_SET_PDEATHSIG = 1


async def at_once() -> bool:
    """Tell that a child is ready as soon as it has been started."""
    return True


@dataclass(frozen=True, kw_only=True)
class Child:
    """A program to keep running."""

    name: str
    command: Sequence[str]
    is_ready: Callable[[], Awaitable[bool]] = at_once
    """Asked again and again while the child starts; must not raise."""
    grace_s: float = 30.0
    """How long it may take to end by itself when it is asked to."""
    pass_fds: tuple[int, ...] = ()
    """File descriptors that it inherits."""


class Process:
    """One run of a child, in a session of its own so that Ctrl-C reaches only the supervisor."""

    def __init__(self, process: asyncio.subprocess.Process, hearing: asyncio.Task[None]) -> None:
        self._process = process
        self._hearing = hearing

    @classmethod
    async def start(cls, child: Child, hear: Hear) -> Self:
        """Start the child's program; its output goes to `hear`, line by line.

        Raises
        ------
        OSError
            When there is no such program, or the machine can start no more.
        """
        # A pipe of our own: asyncio's would keep `wait` from returning while a grandchild holds it.
        output, into = os.pipe()
        hearing = asyncio.create_task(_pass_on(output, hear))
        try:
            process = await asyncio.create_subprocess_exec(
                *child.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=into,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                pass_fds=child.pass_fds,
                preexec_fn=_bond_to_parent(),
            )
        finally:
            os.close(into)
        return cls(process, hearing)

    async def ended(self) -> int:
        """Wait until nothing is left of it; return its exit code, or minus the signal's number."""
        code = await self._process.wait()
        self._kill_group()
        # Only something that has left the process group could still hold the pipe open.
        await asyncio.wait({self._hearing}, timeout=LAST_WORDS_S)
        return code

    async def stop(self, grace_s: float) -> None:
        """Ask it to end, give it `grace_s` seconds, then kill it with whatever it has started."""
        with suppress(ProcessLookupError):
            self._process.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), grace_s)
        await self.kill()

    async def kill(self) -> None:
        """Kill it and its own children at once; does nothing when none is left."""
        self._kill_group()
        await self.ended()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


async def _pass_on(output: int, hear: Hear) -> None:
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(output, "rb", buffering=0)
    )
    while not reader.at_eof():
        with suppress(ValueError):  # longer than any honest line: the reader has dropped it
            if line := await reader.readline():
                hear(line.decode(errors="replace").rstrip())
    transport.close()


def _bond_to_parent() -> Callable[[], None] | None:
    """Make what a new process runs before its program, so that it dies with the supervisor.

    A supervisor killed with SIGKILL can end nobody, and a second start on the same data next to an
    orphaned server would ruin it. SIGKILL, because nobody is left to insist. Linux only.
    """
    if sys.platform != "linux":
        return None
    return partial(_die_with, ctypes.CDLL(None), os.getpid())


def _die_with(libc: ctypes.CDLL, parent: int) -> None:
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os.kill(os.getpid(), signal.SIGKILL)
