"""Sessions in the record: found by the hash of a token, listed by moderator, ended."""

import time

import pytest

from service.domain.sessions import IDLE_S, LIFE_S, Session
from service.store.redis import Store
from tests.servers import Server


def session(digest: str = "d1", moderator: str = "alice", site: str = "courier") -> Session:
    return Session(
        digest=digest, site=site, moderator=moderator, form_token="f", began_at=1_700_000_000_000
    )


async def test_it_is_found_again_by_its_digest_and_by_nothing_else(store: Store) -> None:
    await store.sessions.add(session())
    assert await store.sessions.use("d1") == session()
    assert await store.sessions.use("d2") is None


async def test_it_ends_idle_and_what_is_used_lives_on(store: Store, redis_server: Server) -> None:
    await store.sessions.add(session())
    assert redis_server.redis.ttl("gr:session:d1") == pytest.approx(IDLE_S, abs=2)
    redis_server.redis.expire("gr:session:d1", 10)
    await store.sessions.use("d1")
    assert redis_server.redis.ttl("gr:session:d1") == pytest.approx(IDLE_S, abs=2)
    assert redis_server.redis.ttl("gr:{courier}:sessions:alice") == pytest.approx(LIFE_S, abs=2)


async def test_one_is_ended_and_the_others_stay(store: Store) -> None:
    for digest in ("d1", "d2"):
        await store.sessions.add(session(digest))
    await store.sessions.end(session("d1"))
    assert await store.sessions.use("d1") is None
    assert await store.sessions.of_moderator("courier", "alice") == ["d2"]
    assert await store.sessions.use("d2") is not None


async def test_all_of_a_moderator_are_ended_and_nobody_elses(store: Store) -> None:
    sessions = [
        session("d1"),
        session("d2"),
        session("d3", moderator="bob"),
        session("d4", site="gazette"),
    ]
    for one in sessions:
        await store.sessions.add(one)
    assert await store.sessions.end_all("courier", "alice") == 2
    assert [await store.sessions.use(one.digest) is None for one in sessions] == [
        True,
        True,
        False,
        False,
    ]
    assert await store.sessions.end_all("courier", "alice") == 0


def test_it_is_live_for_a_working_day() -> None:
    one = session()
    assert one.is_live(one.began_at + LIFE_S * 1000 - 1)
    assert not one.is_live(one.began_at + LIFE_S * 1000)
    assert not one.is_live(int(time.time() * 1000))
