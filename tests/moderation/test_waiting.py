"""Waiting for a decision: woken by a hint, found without one, and never for longer than asked."""

import asyncio
import time

import pytest

from service.domain.errors import NotFoundError
from service.domain.sites import Site
from service.domain.statuses import Status
from service.moderation.waiting import wait_for_decision
from service.settings import RedisSettings
from service.store.hints import Hints, open_hints
from service.store.redis import Store
from tests.drafts import accept
from tests.listeners import subscribed
from tests.people import ALICE
from tests.rulings import decision, ruling
from tests.servers import Server

NAME = "courier"


async def test_a_hint_wakes_the_one_who_waits(
    store: Store, site: Site, redis_settings: RedisSettings
) -> None:
    comment = await accept(store, NAME)
    async with open_hints(redis_settings) as hints:
        await subscribed(store)
        waiting = asyncio.create_task(wait_for_decision(store, hints, NAME, comment.id, 30))
        await asyncio.sleep(0.05)
        began = time.monotonic()
        await store.comments.apply_verdicts(NAME, [ruling(comment)])
        assert (await waiting).status is Status.APPROVED
        assert time.monotonic() - began < 0.4  # sooner than one looks by oneself


async def test_a_decision_whose_hint_was_lost_is_found_all_the_same(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    waiting = asyncio.create_task(wait_for_decision(store, Hints(), NAME, comment.id, 30))
    await asyncio.sleep(0.05)
    await store.comments.apply(NAME, [decision(comment)])
    assert (await waiting).status is Status.REJECTED


async def test_a_comment_that_is_decided_is_given_at_once(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD)])
    waited = await wait_for_decision(store, Hints(), NAME, comment.id, 30)
    assert waited.status is Status.HELD


@pytest.mark.parametrize("seconds", [0, 0.1])
async def test_when_the_time_is_up_the_comment_is_given_as_it_is(
    store: Store, site: Site, seconds: float
) -> None:
    comment = await accept(store, NAME)
    began = time.monotonic()
    assert await wait_for_decision(store, Hints(), NAME, comment.id, seconds) == comment
    assert seconds <= time.monotonic() - began < seconds + 0.4


async def test_a_hint_of_a_decision_that_lapsed_is_used_up_and_not_asked_about_for_ever(
    store: Store, site: Site, redis_server: Server
) -> None:
    comment, hints = await accept(store, NAME), Hints()
    redis_server.redis.config_resetstat()
    waiting = asyncio.create_task(wait_for_decision(store, hints, NAME, comment.id, 0.4))
    await asyncio.sleep(0.05)
    hints.announce(comment.id)  # decided, and edited before anybody looked
    assert (await waiting).status is Status.PENDING
    assert redis_server.redis.info("commandstats")["cmdstat_hgetall"]["calls"] <= 4


async def test_a_comment_erased_while_it_is_waited_for_is_not_found(
    store: Store, site: Site
) -> None:
    comment, hints = await accept(store, NAME), Hints()
    waiting = asyncio.create_task(wait_for_decision(store, hints, NAME, comment.id, 30))
    await asyncio.sleep(0.05)
    await store.comments.erase(comment, ALICE)
    hints.announce(comment.id)
    with pytest.raises(NotFoundError):
        await waiting
