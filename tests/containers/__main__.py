"""Two APIs and four workers in containers, beside `docker compose up`: they work as one.

    python -m tests.containers

COMPOSE says how Compose is called if not as `docker compose`. At the end there is one worker again,
if Compose can do that (podman-compose cannot), and no second API.
"""

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import httpx2

from tests.integration.as_one import work_as_one
from tests.integration.waiting import until

COMPOSE = os.environ.get("COMPOSE", "docker compose").split()
PORT = int(os.environ.get("PORT", "8000"))
WORKERS = 4
GREENROOM = ("exec", "-T", "api", "greenroom")
SCOPES = ("submit", "read", "moderate")


def compose(*words: str) -> str:
    return subprocess.run(
        [*COMPOSE, *words], check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


@contextmanager
def second_api() -> Iterator[None]:
    """Run one more for as long as the context lasts: `down` knows nothing of it."""
    command = ("run", "--rm", "--no-deps", "-T", "--publish", f"127.0.0.1:{PORT + 1}:8000", "api")
    running = subprocess.Popen([*COMPOSE, *command], start_new_session=True)
    try:
        yield
    finally:
        os.killpg(running.pid, signal.SIGINT)
        running.wait(30)


def make_key() -> str:
    compose(*GREENROOM, "sites", "create", "courier")
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    return compose(*GREENROOM, "keys", "create", "courier", *scopes).split()[0]


async def reaches_record() -> bool:
    """Tell whether a new process does: podman's network may stall when containers come."""
    words = (*COMPOSE, *GREENROOM, "sites", "list")
    nowhere = asyncio.subprocess.DEVNULL
    asking = await asyncio.create_subprocess_exec(*words, stdout=nowhere, stderr=nowhere)
    return await asking.wait() == 0


async def main() -> None:
    compose("up", "--detach", "--no-recreate", "--scale", f"worker={WORKERS}")
    try:
        await until(reaches_record, within_s=60)
        key = make_key()
        with second_api():
            await try_both(key)
    finally:
        compose("up", "--detach", "--no-recreate", "--scale", "worker=1")
    print(f"two APIs and {WORKERS} workers work as one")  # noqa: T201


async def try_both(key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    urls = [f"http://127.0.0.1:{port}" for port in (PORT, PORT + 1)]
    async with (
        httpx2.AsyncClient(base_url=urls[0], headers=headers, timeout=20) as one,
        httpx2.AsyncClient(base_url=urls[1], headers=headers, timeout=20) as other,
    ):
        for api in (one, other):
            await until(partial(_sees_all_workers, api), within_s=120)
        await work_as_one([one, other])


async def _sees_all_workers(api: httpx2.AsyncClient) -> bool:
    try:
        answer = await api.get("/readyz")
    except httpx2.TransportError:
        return False
    return answer.is_success and answer.json()["workers"] == WORKERS


if __name__ == "__main__":
    asyncio.run(main())
