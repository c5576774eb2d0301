"""Real Celery processes on a real Redis, killed at will."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial

import pytest

from service.broker.celery import CeleryDoorbell, open_doorbell
from service.domain.pseudonyms import Pseudonyms
from service.domain.sites import Site
from service.moderation.submission import Intake
from service.settings import Settings
from service.store.redis import Store
from service.supervision.children import _bond_to_parent
from tests.integration.waiting import until

LEASE_S = "2"
"""Short, so that what a killed worker had claimed is free again soon."""


class Part:
    """One process of the workers, ``worker`` or ``beat``."""

    def __init__(self, name: str, settings: Settings, **more: str) -> None:
        self._command: tuple[str, ...] = (sys.executable, "-m", "workers", name)
        self._environment = {
            **os.environ,
            "GREENROOM_SECRET": settings.secret.get_secret_value(),
            "GREENROOM_REDIS_URL": settings.redis.url,
            "GREENROOM_WORK_LEASE_S": LEASE_S,
            "GREENROOM_WORK_SWEEP_S": "0.5",
            **more,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            start_new_session=True,
            preexec_fn=_bond_to_parent(),  # noqa: PLW1509 - it dies with the test run
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
        os.killpg(self._process.pid, how)
        self._process.wait()


@pytest.fixture
def worker(settings: Settings) -> Iterator[Part]:
    part = Part("worker", settings)
    yield part
    part.close()


@pytest.fixture
def beat(settings: Settings) -> Iterator[Part]:
    part = Part("beat", settings)
    yield part
    part.close()


@pytest.fixture
def deliverer(settings: Settings) -> Iterator[Part]:
    quick = {"LEASE_S": LEASE_S, "TIMEOUT_S": "1", "FIRST_RETRY_S": "0.2", "ALLOW_PRIVATE": "true"}
    part = Part("deliverer", settings, **{f"GREENROOM_WEBHOOKS_{k}": v for k, v in quick.items()})
    yield part
    part.close()


@pytest.fixture
async def working(worker: Part, store: Store) -> Part:
    """A worker that is at work."""
    worker.start()
    await until(partial(is_at_work, store), within_s=30)
    return worker


async def is_at_work(store: Store) -> bool:
    return await store.presence.count() > 0


@pytest.fixture
def doorbell(settings: Settings) -> Iterator[CeleryDoorbell]:
    with open_doorbell(settings) as doorbell:
        yield doorbell


class SilentBell:
    """A doorbell whose rings are all lost."""

    def ring(self, site: str) -> None:
        pass


@pytest.fixture
def intake(store: Store, doorbell: CeleryDoorbell, site: Site) -> Intake:
    return Intake(store, doorbell, Pseudonyms("a secret for tests, of 32 or more"))


@pytest.fixture
def unheard_intake(store: Store, site: Site) -> Intake:
    return Intake(store, SilentBell(), Pseudonyms("a secret for tests, of 32 or more"))
