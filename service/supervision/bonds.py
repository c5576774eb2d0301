"""Dying with one's parent."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from functools import partial

PR_SET_PDEATHSIG = 1


def bond_to_parent() -> Callable[[], None] | None:
    """Make what a new process runs before its program, so that it dies with the caller.

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
