"""The Perspective door while Redis is silent: it scores, and keeps nothing without saying so."""

import asyncio
import re

import pytest

from service.domain.sites import Site
from service.moderation import remembering
from service.store.redis import Store
from tests import callers
from tests.doors.perspective.conftest import Perspective
from tests.servers import Server

ATTRIBUTES = ("TOXICITY", "LIKELY_TO_REJECT")


async def figure(perspective: Perspective, name: str) -> float:
    """Add up what a figure says for all its labels."""
    told = (await perspective.client.get("/metrics")).text
    found = re.findall(rf"^{name}(?:{{.*}})? (\S+)$", told, re.MULTILINE)
    return sum(map(float, found))


@pytest.fixture
def nothing_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "REMEMBERED_S", 0.0)


async def test_it_goes_on_scoring_for_those_it_knows_and_the_figures_tell(
    nothing_is_fresh: None, server: Server, perspective: Perspective, site: Site
) -> None:
    before = await perspective.analyze("awful", *ATTRIBUTES)
    server.kill()
    assert await perspective.analyze("awful", *ATTRIBUTES) == before
    assert await figure(perspective, "greenroom_lookups_from_memory_total") == 3


async def test_a_frozen_redis_does_not_hold_it_up(
    nothing_is_fresh: None, server: Server, perspective: Perspective, site: Site
) -> None:
    await perspective.analyze("awful", *ATTRIBUTES)
    server.freeze()
    try:
        async with asyncio.timeout(4):  # Redis itself is given five seconds
            await perspective.analyze("awful", *ATTRIBUTES)
    finally:
        server.thaw()


async def test_a_key_whose_life_ends_meanwhile_is_none(
    nothing_is_fresh: None, server: Server, perspective: Perspective, store: Store, site: Site
) -> None:
    headers = await callers.server(store, site.name, life_s=3)
    caller = Perspective(perspective.client, headers["Authorization"].removeprefix("Bearer "))
    body = {"comment": {"text": "Fine."}, "requestedAttributes": {"TOXICITY": {}}}
    assert (await caller.post("analyze", body)).status_code == 200
    server.kill()
    async with asyncio.timeout(30):
        while (answer := await caller.post("analyze", body)).status_code == 200:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert answer.json()["error"]["details"][0]["reason"] == "API_KEY_INVALID"


async def test_those_it_does_not_know_are_told_to_come_again(
    server: Server, perspective: Perspective, site: Site
) -> None:
    server.kill()
    body = {"comment": {"text": "Fine."}, "requestedAttributes": {"TOXICITY": {}}}
    answer = await perspective.post("analyze", body)
    assert answer.json()["error"]["status"] == "UNAVAILABLE"
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


async def test_what_cannot_be_kept_is_scored_and_counted(
    nothing_is_fresh: None, server: Server, perspective: Perspective, site: Site
) -> None:
    await perspective.analyze("Fine.")
    server.kill()
    await perspective.analyze("Fine.", doNotStore=False)
    assert await figure(perspective, "greenroom_comments_unrecorded_total") == 1


async def test_a_suggestion_that_cannot_be_kept_is_not_acknowledged(
    server: Server, perspective: Perspective, store: Store, site: Site
) -> None:
    await perspective.analyze("Fine.")
    server.kill()
    scores = {"TOXICITY": {"summaryScore": {"value": 1}}}
    body = {"comment": {"text": "Fine."}, "attributeScores": scores}
    answer = await perspective.post("suggestscore", body)
    assert answer.json()["error"]["status"] == "UNAVAILABLE"
    server.start()
    assert (await perspective.post("suggestscore", body)).status_code == 200
    assert await store.examples.count(site.name) == 1
