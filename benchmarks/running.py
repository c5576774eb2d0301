"""Services for benchmarks to measure, each as real processes on a Redis of its own."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from redis.asyncio import Redis
from servers import throwaway_server

from service.domain.sites import Scope
from service.moderation.keys import KeyRequest, issue_key
from service.moderation.sites import create_site
from service.settings import RedisSettings
from service.store.redis import open_store

HERE = Path(__file__).parent
SITE = "courier"
SECRET = "a secret for benchmarks, 32 or more"  # pragma: allowlist secret
READY_S = 120
UVICORN = ("--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "error")


@dataclass
class Service:
    """Something that takes comments at ``/v1/comments``."""

    name: str
    url: str
    redis: Redis
    """What it writes to."""
    headers: dict[str, str] = field(default_factory=dict)
    processes: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)


@asynccontextmanager
async def greenroom(*parts: str) -> AsyncIterator[Service]:
    """Run the API, and of ``worker``, ``deliverer`` and ``beat`` those that are named."""
    async with AsyncExitStack() as opened:
        url = await opened.enter_async_context(throwaway_server())
        store = await opened.enter_async_context(open_store(RedisSettings(url=url)))
        await create_site(store, SITE, "The Courier")
        key, _ = await issue_key(store, KeyRequest(site=SITE, scopes=frozenset(Scope)))
        port = _free_port()
        service = Service("Greenroom", f"http://127.0.0.1:{port}", _client(opened, url))
        service.headers["Authorization"] = f"Bearer {key}"
        more = {"GREENROOM_REDIS_URL": url, "GREENROOM_SECRET": SECRET}
        commands = {"api": ("-m", "service.cli", "api", "--port", str(port))}
        commands |= {part: ("-m", "workers", part) for part in parts}
        await _start(opened, service, commands, more)
        while "worker" in parts and not await store.presence.count():
            await asyncio.sleep(0.1)
        yield service


@asynccontextmanager
async def naive(*, worker: bool) -> AsyncIterator[Service]:
    """Run `naive.py`."""
    working = {"worker": ("-m", "celery", "-A", "naive:tasks", "worker", "-c", "1", "-l", "ERROR")}
    async with _other("naive", working if worker else {}) as service:
        yield service


@asynccontextmanager
async def bare() -> AsyncIterator[Service]:
    """Run `bare.py`."""
    async with _other("bare", {}) as service:
        yield service


@asynccontextmanager
async def _other(name: str, more: dict[str, tuple[str, ...]]) -> AsyncIterator[Service]:
    async with AsyncExitStack() as opened:
        url = await opened.enter_async_context(throwaway_server())
        port = _free_port()
        serving = ("-m", "uvicorn", f"{name}:app", "--port", str(port), *UVICORN)
        service = Service(name, f"http://127.0.0.1:{port}", _client(opened, url))
        await _start(opened, service, {"api": serving, **more}, {"REDIS_URL": url})
        yield service


async def _start(
    opened: AsyncExitStack,
    service: Service,
    commands: dict[str, tuple[str, ...]],
    more: dict[str, str],
) -> None:
    outside = {k: v for k, v in os.environ.items() if not k.startswith("GREENROOM_")}
    for name, command in commands.items():
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, *command),
            env=outside | more,
            cwd=HERE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        service.processes[name] = process
        opened.push_async_callback(_end, process)
    async with asyncio.timeout(READY_S), httpx2.AsyncClient(base_url=service.url) as client:
        while not await _is_open(client):
            await asyncio.sleep(0.1)


async def _is_open(client: httpx2.AsyncClient) -> bool:
    try:
        await client.get("/healthz")
    except httpx2.HTTPError:
        return False
    return True


async def _end(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 15)
    except TimeoutError:
        process.kill()
        await process.wait()


def _client(opened: AsyncExitStack, url: str) -> Redis:
    client = Redis.from_url(url, decode_responses=True)
    opened.push_async_callback(client.aclose)
    return client


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@asynccontextmanager
async def everything_running() -> AsyncIterator[tuple[str, str]]:
    """Start Greenroom; give its URL and a key."""
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:
        greenroom = str(Path(sys.executable).with_name("greenroom"))
        settings = {k: v for k, v in os.environ.items() if not k.startswith("GREENROOM_")}
        up = await asyncio.create_subprocess_exec(
            *(greenroom, "up", "--port", "0", "--data", folder),
            env=settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert up.stdout is not None
        while not (line := (await up.stdout.readline()).decode()).startswith("ready "):
            pass
        log = asyncio.create_task(up.stdout.read())  # else all would stop when the pipe is full
        demo = json.loads((Path(folder) / "demo.json").read_text())
        try:
            yield line.split()[1], demo["secret_key"]
        finally:
            up.terminate()
            await log
            await up.wait()
