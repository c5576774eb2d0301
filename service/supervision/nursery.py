"""The nursery's program: load what all children need, then fork whom the supervisor asks for.

It has one thread and opens nothing, so that nothing is shared that should not be. It ends with its
children when the supervisor ends, or lets go of the line.
"""

import os
import runpy
import selectors
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fcntl import F_DUPFD, fcntl
from typing import TypedDict

import orjson

from service.supervision.bonds import bond_to_parent
from service.supervision.titles import set_title

LONGEST_ORDER = 65536
MOST_DESCRIPTORS = 16
ABOVE_ALL_NAMED = 512
"""Descriptors from here on are no number that an order names."""


class Order(TypedDict):
    """What the supervisor asks for; with it come descriptors: for output, for news, and others."""

    module: list[str]
    """A module and its arguments, as after ``python -m``."""
    pass_fds: list[int]
    """The numbers that the other descriptors have in the child."""


@dataclass(frozen=True)
class Raised:
    """A child, and where its end is to be told."""

    pid: int
    news: int


def main() -> None:
    """Serve until the line ends; in a child, be that child."""
    # Read when NumPy is imported, which would have threads otherwise, and they do not fork.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from service.supervision.preloading import preload  # noqa: PLC0415

    line = socket.socket(fileno=int(sys.argv[1]))
    preload()
    if order := raise_children(line):
        _become(order["module"])


def raise_children(line: socket.socket) -> Order | None:
    """Fork as ordered until the line ends; returns the order in each child, in the nursery None."""
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if isinstance(key.data, Raised):
                    selector.unregister(key.fd)
                    _tell_end(key.fd, key.data)
                    continue
                content, descriptors, *_ = socket.recv_fds(line, LONGEST_ORDER, MOST_DESCRIPTORS)
                if not content:
                    return None
                order: Order = orjson.loads(content)
                if not (raised := _fork(order, descriptors)):
                    return order
                selector.register(os.pidfd_open(raised.pid), selectors.EVENT_READ, raised)


def _fork(order: Order, descriptors: Sequence[int]) -> Raised | None:
    output, news, *passed = descriptors
    bond = bond_to_parent()
    if pid := os.fork():
        for descriptor in (output, *passed):
            os.close(descriptor)
        return Raised(pid, news)
    assert bond
    bond()
    os.setsid()
    os.write(news, b"%d\n" % os.getpid())
    _arrange({1: output, 2: output, **dict(zip(order["pass_fds"], passed, strict=True))})
    return None


def _arrange(wanted: Mapping[int, int]) -> None:
    """Have descriptors under the numbers they are wanted by, and no others but standard input."""
    moved = {number: fcntl(given, F_DUPFD, ABOVE_ALL_NAMED) for number, given in wanted.items()}
    kept = 0
    for number in sorted(moved):
        os.closerange(kept + 1, number)
        os.dup2(moved[number], number)
        kept = number
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))


def _tell_end(descriptor: int, raised: Raised) -> None:
    _, status = os.waitpid(raised.pid, 0)
    os.close(descriptor)
    os.write(raised.news, b"%d\n" % os.waitstatus_to_exitcode(status))
    os.close(raised.news)


def _become(module: Sequence[str]) -> None:
    """Run a module as ``python -m`` does."""
    set_title(["python", "-m", *module])
    name, *arguments = module
    sys.argv = [name, *arguments]
    runpy.run_module(name, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
