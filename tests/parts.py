"""Processes of the service for tests: started, ended and killed at will."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress

import httpx2

from service.settings import Settings
from service.supervision.bonds import bond_to_parent

LEASE_S = "2"
"""Short, so that what a killed worker had claimed is free again soon."""


class Part:
    """One process, and what it starts itself: ``worker``, ``deliverer`` or ``beat``, or another."""

    def __init__(self, name: str, settings: Settings, **more: str) -> None:
        self.name = name
        self.command: tuple[str, ...] = (sys.executable, "-m", "workers", name)
        self.environment = {
            **os.environ,
            "GREENROOM_SECRET": settings.secret.get_secret_value(),
            "GREENROOM_REDIS_URL": settings.redis.url,
            "GREENROOM_WORK_LEASE_S": LEASE_S,
            "GREENROOM_WORK_SWEEP_S": "0.5",
            **more,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, log: int | None = None) -> None:
        """Start it; what it says goes to a file, or where the tests' own words go."""
        self._process = subprocess.Popen(
            self.command,
            env=self.environment,
            start_new_session=True,
            stderr=log,
            preexec_fn=bond_to_parent(),  # noqa: PLW1509 - it dies with the test run
        )

    def kill(self) -> None:
        """Kill it and its pool, as the kernel does when memory is short."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """End it in order; give the exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(20)

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def close(self) -> None:
        if self.is_running():
            self.kill()

    def _end(self, how: signal.Signals) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):  # it has gone by itself
            os.killpg(self._process.pid, how)
        self._process.wait()


def make_api(settings: Settings, **more: str) -> tuple[Part, str]:
    """Make a process that serves the API at a port that was free; give its URL, too."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    part = Part("api", settings, **more)
    part.command = (sys.executable, "-m", "service.cli", "api", "--port", str(port))
    return part, f"http://127.0.0.1:{port}"


async def is_open(url: str) -> bool:
    """Tell whether an API answers there, and reaches its record."""
    async with httpx2.AsyncClient(base_url=url) as client:
        try:
            return bool((await client.get("/readyz")).json()["redis"])
        except (httpx2.HTTPError, ValueError):
            return False
