"""A small disk for the record alone, where this machine lets us mount one: that takes root."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

MEGABYTES = 64


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount one on a folder for as long as the context lasts."""
    size = f"size={MEGABYTES}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        # Whoever still has a file open there must not keep it.
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@cache
def may_mount() -> bool:
    """Tell whether that can be done here, by doing it."""
    try:
        with tempfile.TemporaryDirectory() as folder, small_disk(Path(folder)):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False
