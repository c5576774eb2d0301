"""Real Celery processes on a real Redis, killed at will."""

from collections.abc import Iterator
from functools import partial

import pytest

from service.broker.celery import CeleryDoorbell, open_doorbell
from service.domain.pseudonyms import Pseudonyms
from service.domain.sites import Site
from service.moderation.submission import Intake
from service.settings import Settings
from service.store.redis import Store
from tests.integration.waiting import until
from tests.parts import LEASE_S, Part


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
def bulk(settings: Settings) -> Iterator[Part]:
    """A bulk worker that takes its time, so that it can be met in the middle."""
    slow = {"LEASE_S": LEASE_S, "PAGE_SIZE": "25", "RATE": "250", "CHANGES_KEPT": "10000"}
    part = Part("bulk", settings, **{f"GREENROOM_BULK_{k}": v for k, v in slow.items()})
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
