"""A record that Sentinels watch: found, followed when it moves, and told about."""

import io
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from service.domain.diagnoses import Level
from service.domain.errors import UnavailableError
from service.moderation.sites import create_site
from service.settings import RedisSettings
from service.store.keys import SiteKeys
from service.store.reaching import reach_sentinels
from service.store.redis import Store, open_store
from service.store.snapshots import take_snapshot
from tests.drafts import accept
from tests.integration.waiting import until
from tests.sentries import NAME, Trio, watched_record


@pytest.fixture
def trio(password: str) -> Iterator[Trio]:
    with (
        tempfile.TemporaryDirectory(prefix="gr-") as folder,
        watched_record(Path(folder), password) as trio,
    ):
        yield trio


@pytest.fixture
def password() -> str:
    return ""


async def knows_itself(trio: Trio) -> bool:
    return trio.knows_itself()


async def is_written_at(store: Store, port: int) -> bool:
    """Write; tell whether that was at this server."""
    try:
        await store.connection.call("SET", "where", "here")
        _, told = await store.connection.call("CONFIG", "GET", "port")
    except UnavailableError:
        return False
    return int(told) == port


async def test_an_order_to_fail_over_is_followed_when_replicas_no_longer_confirm(
    trio: Trio,
) -> None:
    """For ten seconds the old primary takes writes that it then forgets, and nothing else tells."""
    await until(partial(knows_itself, trio))
    async with open_store(RedisSettings(url=trio.url, min_replica_acks=1)) as store:
        await create_site(store, "courier", "The Courier")
        trio.sentinels[2].redis.sentinel_failover(NAME)
        await until(partial(is_refused, store))
        accepted = await accept(store, "courier")
        primary = trio.primary()
        assert primary is not None
        assert primary.port != trio.nodes[0].port
        assert primary.redis.exists(SiteKeys("courier").comment(accepted.id))


async def is_refused(store: Store) -> bool:
    try:
        await accept(store, "courier")
    except UnavailableError:
        return True
    return False


async def test_one_that_became_a_replica_is_left_at_once(trio: Trio) -> None:
    """Its connections stay open: what tells is its refusal."""
    settings = RedisSettings(url=trio.url, pool_size=1)
    first, second, _third = trio.nodes
    async with open_store(settings) as store:
        assert await is_written_at(store, first.port)
        second.redis.replicaof("NO", "ONE")
        first.redis.replicaof("127.0.0.1", second.port)
        for sentinel in trio.sentinels:
            sentinel.redis.sentinel_remove(NAME)
            sentinel.redis.sentinel_monitor(NAME, "127.0.0.1", second.port, 2)
        with pytest.raises(UnavailableError, match="cannot take it"):
            await store.connection.call("SET", "where", "here")
        assert await is_written_at(store, second.port)


def test_the_doctor_is_told_how_many_answer_and_what(trio: Trio) -> None:
    settings = RedisSettings(url=trio.url)
    (well,) = reach_sentinels(settings)
    assert (well.level, well.found) == (
        Level.GOOD,
        f"3 of 3 answer, the record is at 127.0.0.1:{trio.nodes[0].port}",
    )
    trio.sentinels[0].kill()
    (short,) = reach_sentinels(settings)
    assert (short.level, short.found[:6]) == (Level.DOUBTFUL, "2 of 3")
    for sentinel in trio.sentinels[1:]:
        sentinel.kill()
    (away,) = reach_sentinels(settings)
    assert (away.level, away.found) == (Level.BAD, "0 of 3 answer")


@pytest.mark.parametrize("password", ["", "open-sesame"])
def test_a_backup_is_taken_of_whichever_server_it_is(trio: Trio, password: str) -> None:
    trio.nodes[0].redis.set("said", "once")
    file = io.BytesIO()
    assert take_snapshot(RedisSettings(url=trio.url), file)
    assert b"said" in file.getvalue()


async def test_without_a_sentinel_nothing_is_known_of_the_record(trio: Trio) -> None:
    settings = RedisSettings(url=trio.url)
    for sentinel in trio.sentinels:
        sentinel.kill()
    async with open_store(settings) as store:
        with pytest.raises(UnavailableError, match="cannot take it"):
            await store.connection.ping()
    with pytest.raises(UnavailableError, match="No Sentinel"):
        take_snapshot(settings, io.BytesIO())
