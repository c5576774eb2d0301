"""Children that are forked from one process, the nursery, which has loaded what all of them need.

A process that starts by itself takes some 150 MB; one that is forked shares all of that which it
does not change, and is there at once. The program on the other side is `nursery.py`.
"""

import asyncio
import json
import os
import signal
import socket
import sys
from contextlib import suppress

from service.supervision.children import Child
from service.supervision.pipes import open_reader

PROGRAM = "service.supervision.nursery"


class Nursery:
    """What the supervisor knows of the nursery: the line on which it asks for children.

    Both ends stay open here. So a nursery that is killed finds, when it is started again, what was
    asked for meanwhile.
    """

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours.settimeout(0)

    def close(self) -> None:
        """Let go of the line."""
        self._ours.close()
        self._theirs.close()

    def describe(self, name: str, *module: str, pass_fds: tuple[int, ...] = ()) -> Child:
        """Describe a child that is a module with its arguments, as after ``python -m``."""
        return Child(name=name, command=module, pass_fds=pass_fds, begin=self.fork)

    def as_child(self) -> Child:
        """Describe the nursery itself, for the supervisor to keep it running."""
        line = self._theirs.fileno()
        command = (sys.executable, "-m", PROGRAM, str(line))
        return Child(name="nursery", command=command, pass_fds=(line,))

    async def fork(self, child: Child, output: int) -> "Fork":
        """Begin such a child.

        Raises
        ------
        OSError
            When there is no nursery to do it.
        """
        told, telling = os.pipe()
        try:
            order = json.dumps({"module": child.command, "pass_fds": child.pass_fds}).encode()
            socket.send_fds(self._ours, [order], [output, telling, *child.pass_fds])
        finally:
            os.close(telling)
        reader = await open_reader(told)
        pid = await reader.readline()
        if not pid:
            raise ChildProcessError("the nursery has ended")
        return Fork(int(pid), reader)


class Fork:
    """A process that was forked from the nursery, which is its parent and tells how it ends."""

    def __init__(self, pid: int, told: asyncio.StreamReader) -> None:
        self.pid = pid
        self._code = asyncio.create_task(_read_code(told))

    async def wait(self) -> int:
        """Wait until it has ended; return its exit code, or minus the signal's number."""
        return await asyncio.shield(self._code)

    def terminate(self) -> None:
        """Ask it to end."""
        if not self._code.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)


async def _read_code(told: asyncio.StreamReader) -> int:
    # A nursery that is killed can tell nothing any more, and its children die with it.
    return int(await told.readline() or -signal.SIGKILL)
