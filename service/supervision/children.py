"""Child processes: how one is described, and how its program begins."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from service.supervision.bonds import bond_to_parent


class Program(Protocol):
    """A program that has begun, in a session of its own."""

    @property
    def pid(self) -> int:
        """Its process, and its process group."""

    async def wait(self) -> int:
        """Wait until it has ended; return its exit code, or minus the signal's number."""

    def terminate(self) -> None:
        """Ask it to end."""


async def at_once() -> bool:
    """Tell that a child is ready as soon as it has been started."""
    return True


async def execute(child: "Child", output: int) -> Program:
    """Begin a child's program as any other, by its command.

    Raises
    ------
    OSError
        When there is no such program, or the machine can start no more.
    """
    return await asyncio.create_subprocess_exec(
        *child.command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        pass_fds=child.pass_fds,
        preexec_fn=bond_to_parent(),
    )


@dataclass(frozen=True, kw_only=True)
class Child:
    """A program to keep running."""

    name: str
    command: Sequence[str]
    begin: Callable[["Child", int], Awaitable[Program]] = execute
    """Begins the program; its output goes to a file descriptor."""
    is_ready: Callable[[], Awaitable[bool]] = at_once
    """Asked again and again while the child starts; must not raise."""
    grace_s: float = 30.0
    """How long it may take to end by itself when it is asked to."""
    pass_fds: tuple[int, ...] = ()
    """File descriptors that it inherits."""


class DescribePython(Protocol):
    """Describes a child that is a module with its arguments, as after ``python -m``."""

    def __call__(self, name: str, *module: str, pass_fds: tuple[int, ...] = ()) -> Child:
        """Describe it."""


def by_itself(name: str, *module: str, pass_fds: tuple[int, ...] = ()) -> Child:
    """Describe a module that is started as a program of its own."""
    return Child(name=name, command=(sys.executable, "-m", *module), pass_fds=pass_fds)
