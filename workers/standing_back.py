"""Standing back behind everything live, as far as the processor goes."""

import os
from contextlib import suppress
from pathlib import Path

_OF_SESSION = Path("/proc/self/autogroup")


def stand_back(by: int) -> None:
    """Let other processes have the processor first.

    Linux shares it out between sessions before it looks at how nice a process is, unless that is
    switched off (``sched_autogroup_enabled``). So a process with a session of its own, as the
    supervisor's children have, is not heard outside of it, and says it of the session, too.
    """
    os.nice(by)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # there is no such thing here
            _OF_SESSION.write_text(str(by))
