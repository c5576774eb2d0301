"""Hints: they wake whom they concern, and the subscription outlives what Redis does to it."""

import asyncio

import pytest

from service.domain.sites import Site
from service.settings import RedisSettings
from service.store.hints import Hints, open_hints
from service.store.redis import Store
from tests.drafts import accept
from tests.listeners import subscribed
from tests.people import ALICE
from tests.rulings import decision, ruling
from tests.servers import Server

NAME = "courier"


async def test_a_decision_wakes_those_who_wait_for_it_and_nobody_else(
    store: Store, site: Site, redis_settings: RedisSettings
) -> None:
    decided, other = [await accept(store, NAME) for _ in range(2)]
    async with open_hints(redis_settings) as hints:
        await subscribed(store)
        with (
            hints.expecting(decided.id) as one,
            hints.expecting(decided.id) as two,
            hints.expecting(other.id) as three,
        ):
            await store.comments.apply_verdicts(NAME, [ruling(decided)])
            await asyncio.wait_for(asyncio.gather(one.wait(), two.wait()), 5)
            assert not three.is_set()


@pytest.mark.parametrize("how", ["judged", "decided", "erased"])
async def test_whatever_ends_the_waiting_is_announced(
    store: Store, site: Site, redis_settings: RedisSettings, how: str
) -> None:
    comment = await accept(store, NAME)
    async with open_hints(redis_settings) as hints:
        await subscribed(store)
        with hints.expecting(comment.id) as event:
            if how == "judged":
                await store.comments.apply_verdicts(NAME, [ruling(comment)])
            elif how == "decided":
                await store.comments.apply(NAME, [decision(comment)])
            else:
                await store.comments.erase(comment, ALICE)
            await asyncio.wait_for(event.wait(), 5)


async def test_the_subscription_is_made_again_when_redis_hangs_up(
    store: Store, site: Site, redis_settings: RedisSettings, redis_server: Server
) -> None:
    comment = await accept(store, NAME)
    async with open_hints(redis_settings) as hints:
        await subscribed(store)
        redis_server.redis.client_kill_filter(_type="pubsub")
        await subscribed(store)
        with hints.expecting(comment.id) as event:
            await store.comments.apply_verdicts(NAME, [ruling(comment)])
            await asyncio.wait_for(event.wait(), 5)


async def test_the_subscription_is_made_again_after_a_restart(
    server: Server, store: Store, site: Site, redis_settings: RedisSettings
) -> None:
    comment = await accept(store, NAME)
    async with open_hints(redis_settings) as hints:
        await subscribed(store)
        server.kill()
        await asyncio.sleep(0.05)
        server.start()
        await subscribed(store)
        with hints.expecting(comment.id) as event:
            await store.comments.apply_verdicts(NAME, [ruling(comment)])
            await asyncio.wait_for(event.wait(), 5)


def test_nothing_is_left_of_those_who_no_longer_wait() -> None:
    hints = Hints()
    with hints.expecting("a") as first, hints.expecting("a"):
        hints.announce("a")
        assert first.is_set()
    hints.announce("a")
    assert not hints._waiting
