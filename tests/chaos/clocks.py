"""Clocks that can be put forward and back while a process runs, by libfaketime, if it is installed.

What a process asks of the time of day is answered as the file of its clock says; how long things
take stays true.
"""

import os
from pathlib import Path

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)

JUMPING = ("api", "worker", "record")
"""Whose clocks are put forward and back. Nobody else has libfaketime in it: in its version 0.9.10,
Debian's, `time.sleep` fails, on which beat ends."""


class Clock:
    """The clock of one process, and of those that it starts."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.put(0)

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process go by it."""
        if LIBRARY is None:
            return {}
        return {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def put(self, seconds: int) -> None:
        """Put it so far ahead of the true time, or behind; it is noticed within a second."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+d}")
        os.replace(new, self._file)  # noqa: PTH105 - in one step, so that nobody reads half of it


def sweep() -> None:
    """Remove what libfaketime keeps in shared memory, and leaves there when a process is killed."""
    for file in Path("/dev/shm").glob("*faketime_s*_*"):
        if not Path("/proc", file.name.rpartition("_")[2]).exists():
            file.unlink(missing_ok=True)
