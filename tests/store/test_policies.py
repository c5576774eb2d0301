"""Policies in the record: each version once, and threads that go by a mode of their own."""

import asyncio
from dataclasses import replace

from service.domain.policy import Mode, Policy
from service.domain.sites import Site
from service.store.redis import Store
from tests.servers import Server

NAME = "courier"


async def test_a_new_version_follows_the_one_it_was_made_from(store: Store, site: Site) -> None:
    changed = replace(await store.policies.current(NAME), version=2, max_links=0)
    assert await store.policies.put(NAME, changed)
    assert await store.policies.current(NAME) == changed
    assert await store.policies.versions(NAME, [2, 1]) == [changed, Policy()]


async def test_of_many_who_follow_one_version_one_is_first(store: Store, site: Site) -> None:
    policies = [Policy(version=2, max_links=n) for n in range(9)]
    put = await asyncio.gather(*(store.policies.put(NAME, policy) for policy in policies))
    assert put.count(True) == 1
    assert await store.policies.current(NAME) == policies[put.index(True)]


async def test_versions_that_never_were_are_left_out(store: Store, site: Site) -> None:
    assert await store.policies.versions(NAME, [3, 1]) == [Policy()]
    assert await store.policies.versions(NAME, []) == []


async def test_a_policy_that_knew_other_rules_is_read_all_the_same(
    store: Store, site: Site, redis_server: Server
) -> None:
    redis_server.redis.hset(
        "gr:{courier}:policy", "1", '{"version":1,"max_links":7,"moon":"full","thresholds":{}}'
    )
    assert await store.policies.current(NAME) == Policy(max_links=7)


async def test_threads_have_modes_of_their_own_until_they_are_taken_away(store: Store) -> None:
    await store.policies.set_thread_mode(NAME, "moon", Mode.CLOSED)
    await store.policies.set_thread_mode(NAME, "mars", Mode.POST)
    asked = ["moon", "mars", "venus"]
    modes = {"moon": Mode.CLOSED, "mars": Mode.POST}
    assert await store.policies.thread_modes(NAME, asked) == modes
    await store.policies.set_thread_mode(NAME, "moon", None)
    assert await store.policies.thread_modes(NAME, asked) == {"mars": Mode.POST}
    assert await store.policies.thread_modes(NAME, []) == {}
