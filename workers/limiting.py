"""The end of a process that hangs, whatever it hangs in."""

import faulthandler
from collections.abc import Iterator
from contextlib import contextmanager

STANDARD_ERROR = 2
"""By number, since Celery puts an object of its own for `sys.stderr`."""


@contextmanager
def ended_after(limit_s: float) -> Iterator[None]:
    """End this process if the context lasts longer; that costs a lease.

    The one who watches is no Python: a kernel that never returns, and holds Python's lock, ends
    all the same. A soft limit would leave the coroutine behind, to go on inside the next task.
    """
    faulthandler.dump_traceback_later(limit_s, exit=True, file=STANDARD_ERROR)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
