"""The nursery: children that are forked from it, as the supervisor keeps them."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from service.supervision.forking import Nursery
from service.supervision.preloading import IMPORTED_WHEN_STARTED, PARTS
from service.supervision.supervisor import Supervisor
from tests.supervision.hearing import Ear, is_alive, until

TOLD = """
    import json, os, random, signal, sys, threading, time
    import uuid_utils
    print(json.dumps({
        "pid": os.getpid(),
        "arguments": sys.argv[1:],
        "name": __name__,
        "title": open("/proc/self/cmdline").read().rstrip("\\0").split("\\0"),
        "descriptors": [n for n in range(2048) if os.path.exists(f"/proc/self/fd/{n}")],
        "leads_its_group": os.getpgid(0) == os.getpid(),
        "loaded": "numba" in sys.modules and "fastapi" in sys.modules,
        "chance": [random.random(), str(uuid_utils.uuid4())],
        "threads": threading.active_count(),
    }), flush=True)
    if "--end" in sys.argv:
        sys.exit(int(sys.argv[2]))
    time.sleep(60)
    """
STARTED_S = 60


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name a module that tells what it finds itself in."""
    (tmp_path / "tells.py").write_text(textwrap.dedent(TOLD))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("GREENROOM_SECRET", "a secret for tests, of 32 or more")
    return "tells"


@asynccontextmanager
async def nursing(ear: Ear) -> AsyncIterator[tuple[Supervisor, Nursery]]:
    with closing(Nursery()) as nursery:
        async with Supervisor(ear) as supervisor:
            await supervisor.start(nursery.as_child())
            yield supervisor, nursery


def told(ear: Ear, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for who, line in ear.lines if who == name and line.startswith("{")]


async def test_a_child_finds_itself_as_if_it_had_been_started_alone(module: str) -> None:
    ear = Ear()
    with socket.create_server(("127.0.0.1", 0)) as door:
        async with nursing(ear) as (supervisor, nursery):
            passed = (door.fileno(),)
            await supervisor.start(nursery.describe("one", module, "--door", "7", pass_fds=passed))
            await until(lambda: bool(told(ear, "one")), STARTED_S)
            (one,) = told(ear, "one")
            assert is_alive(one["pid"])
            assert threads_of(parent_of(one["pid"])) == 1
    assert not is_alive(one["pid"])
    assert one["name"] == "__main__"
    assert one["arguments"] == ["--door", "7"]
    assert one["title"] == ["python", "-m", module, "--door", "7"]
    assert one["descriptors"] == sorted([0, 1, 2, *passed])
    assert one["leads_its_group"]
    assert one["loaded"]
    assert one["threads"] == 1


async def test_no_two_children_draw_the_same_lot(module: str) -> None:
    ear = Ear()
    async with nursing(ear) as (supervisor, nursery):
        for name in ("one", "two"):
            await supervisor.start(nursery.describe(name, module))
        await until(lambda: bool(told(ear, "one") and told(ear, "two")), STARTED_S)
    (one,), (two,) = told(ear, "one"), told(ear, "two")
    assert set(one["chance"]).isdisjoint(two["chance"])


async def test_how_a_child_ends_is_told_and_it_is_forked_again(module: str) -> None:
    ear = Ear()
    async with nursing(ear) as (supervisor, nursery):
        await supervisor.start(nursery.describe("one", module, "--end", "3"))
        await until(lambda: len(told(ear, "one")) > 1, STARTED_S)
    assert ("one", "ended with code 3; starting it again in 0.2 s") in ear.lines


async def test_a_killed_child_is_forked_again(module: str) -> None:
    ear = Ear()
    async with nursing(ear) as (supervisor, nursery):
        await supervisor.start(nursery.describe("one", module))
        await until(lambda: bool(told(ear, "one")), STARTED_S)
        os.kill(told(ear, "one")[0]["pid"], signal.SIGKILL)
        await until(lambda: len(told(ear, "one")) > 1, STARTED_S)
    assert ("one", "ended by SIGKILL; starting it again in 0.2 s") in ear.lines


async def test_a_nursery_that_is_killed_takes_its_children_along_and_all_come_back(
    module: str,
) -> None:
    ear = Ear()
    async with nursing(ear) as (supervisor, nursery):
        await supervisor.start(nursery.describe("one", module))
        await until(lambda: bool(told(ear, "one")), STARTED_S)
        (first,) = told(ear, "one")
        os.kill(parent_of(first["pid"]), signal.SIGKILL)
        await until(lambda: not is_alive(first["pid"]))
        await until(lambda: len(told(ear, "one")) > 1, STARTED_S)
        second = told(ear, "one")[1]
        assert is_alive(second["pid"])
    assert not is_alive(second["pid"])


async def test_children_that_are_asked_for_while_there_is_no_nursery_come_later(
    module: str,
) -> None:
    ear = Ear()
    with closing(Nursery()) as nursery:
        async with Supervisor(ear) as supervisor:
            await supervisor.start(nursery.describe("one", module))
            await asyncio.sleep(0.2)
            assert not told(ear, "one")
            await supervisor.start(nursery.as_child())
            await until(lambda: bool(told(ear, "one")), STARTED_S)


def test_everything_that_the_nursery_is_to_load_is_there() -> None:
    names = (*PARTS, *IMPORTED_WHEN_STARTED)
    code = f"import importlib; [importlib.import_module(name) for name in {names!r}]"
    subprocess.run([sys.executable, "-c", code], check=True)


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def threads_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))
