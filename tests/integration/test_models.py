"""Processes of their own, workers and API, follow a promotion without a restart."""

import socket
import sys
from collections.abc import AsyncIterator, Iterator
from functools import partial

import httpx2
import pytest

from service.domain.sites import ALL_SITES
from service.moderation.registry import Wish, cast_shadow, promote, roll_back
from service.moderation.submission import Intake
from service.settings import Settings
from service.store.redis import Store
from tests.integration.submitting import submission
from tests.integration.waiting import until
from tests.packages import damage, imported
from tests.parts import Part
from tests.people import ALICE

EVERYWHERE = Wish(ALL_SITES, ALICE)
WITHIN_S = 5.0
PROCESSES = 3
"""Two workers and an API."""


class Door(Part):
    """An API of its own."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("api", settings)
        with socket.create_server(("127.0.0.1", 0)) as door:
            port = str(door.getsockname()[1])
        self.command = (sys.executable, "-m", "service.cli", "api", "--port", port)
        self.url = f"http://127.0.0.1:{port}"


@pytest.fixture
def door(settings: Settings) -> Iterator[Door]:
    part = Door(settings)
    part.start()
    yield part
    part.close()


async def decided_by(store: Store, intake: Intake, text: str) -> str | None:
    """Hand in a comment; give the model that its decision was made with."""
    sent = await intake.submit(submission(text))

    async def decided() -> bool:
        comment = await store.comments.get("courier", sent.comment_id)
        return comment is not None and comment.model is not None

    await until(decided)
    comment = await store.comments.get("courier", sent.comment_id)
    assert comment is not None
    return comment.model


async def goes_by(client: httpx2.AsyncClient, model: str) -> bool:
    ready = await client.get("/readyz")
    return ready.status_code == 200 and ready.json()["model"] == model


@pytest.fixture
async def two_workers(settings: Settings, store: Store) -> AsyncIterator[Part]:
    """A worker with two processes, of which one is idle most of the time."""
    part = Part("worker", settings, GREENROOM_WORK_PROCESSES="2")
    part.start()
    yield part
    part.close()


async def test_an_api_and_all_worker_processes_go_by_a_promoted_model_within_five_seconds(
    store: Store, intake: Intake, door: Door, two_workers: Part
) -> None:
    shipped = await decided_by(store, intake, "How kind.")
    assert shipped is not None
    assert await store.models.find(shipped) is not None  # registered by the first that started
    async with httpx2.AsyncClient(base_url=door.url) as client:
        await until(partial(all_go_by, store, shipped), within_s=30)
        harsh, mild = await imported(store, "harsh"), await imported(store, "mild")
        await promote(store, EVERYWHERE, harsh)
        await until(partial(all_go_by, store, harsh), within_s=WITHIN_S)
        assert await goes_by(client, harsh)
        assert await decided_by(store, intake, "How nice.") == harsh

        await damage(store, mild)
        await promote(store, EVERYWHERE, mild)
        await until(partial(are_in_trouble, store, mild), within_s=WITHIN_S)
        assert await decided_by(store, intake, "How lovely.") == harsh
        assert await goes_by(client, harsh)

        await roll_back(store, EVERYWHERE)
        await roll_back(store, EVERYWHERE)
        await until(partial(all_go_by, store, shipped), within_s=WITHIN_S)


async def test_a_worker_lets_a_shadow_judge_what_it_decided(
    store: Store, intake: Intake, worker: Part
) -> None:
    shadow = await imported(store, "harsh")
    await cast_shadow(store, Wish("courier", ALICE), shadow)
    worker.start()
    shipped = await decided_by(store, intake, "Thank you for this lovely article.")
    assert shipped is not None

    async def is_compared() -> bool:
        figures = await store.agreements.read("courier", shipped, shadow)
        return figures.verdicts.count == 1

    await until(is_compared)
    ((difference, *_), _) = await store.agreements.differences("courier", (shipped, shadow), 10)
    assert difference.said == "approved"
    assert difference.would_say != "approved"


async def all_go_by(store: Store, model: str) -> bool:
    said = await store.models.processes()
    return [process.deciding[ALL_SITES] for process in said] == [model] * PROCESSES


async def are_in_trouble(store: Store, model: str) -> bool:
    said = await store.models.processes()
    return sum(model in process.troubles for process in said) == PROCESSES
