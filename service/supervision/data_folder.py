"""The folder that `greenroom up` keeps everything in: its lock, its secret, its private files."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


@contextmanager
def held(data: Path) -> Iterator[int]:
    """Make the folder if need be, and hold it; yields the lock's file descriptor.

    The kernel gives the lock back when the last process that has the descriptor ends, however it
    ends, so no stale lock can keep anyone out.

    Raises
    ------
    click.ClickException
        When somebody else holds it.
    """
    try:
        data.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        lock = os.open(data / "lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    except OSError as error:
        raise click.ClickException(f"cannot keep data in {data}: {error.strerror}") from None
    try:
        _lock(lock, data)
        yield lock
    finally:
        os.close(lock)


def _lock(descriptor: int, data: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise click.ClickException(f"another `greenroom up` is running on {data}") from None


def make_secret(path: Path) -> None:
    """Make the service's secret, unless there is one.

    Everything keyed hangs on it: without it no key, session or hash of the record is good again.
    """
    if not path.exists():
        write_private(path, secrets.token_urlsafe(48))


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
