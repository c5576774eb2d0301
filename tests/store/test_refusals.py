"""What the ways in which Redis refuses mean to a caller: try again later, nothing has happened."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from secrets import token_hex

import pytest
from redis import Redis
from redis.exceptions import RedisError, ResponseError

from service.domain.errors import UnavailableError, UnknownOutcomeError
from service.domain.sites import Site
from service.settings import RedisSettings
from service.store.redis import Store, open_store
from tests.drafts import accept, arrival, draft
from tests.servers import Server

NAME = "courier"


async def refused(store: Store) -> None:
    """Send a comment and see it refused for certain."""
    (error,) = await store.comments.accept(NAME, [arrival()])
    assert isinstance(error, UnavailableError)
    assert not isinstance(error, UnknownOutcomeError)
    with pytest.raises(UnavailableError) as caught:
        await store.connection.call("SET", "a", "b")
    assert not isinstance(caught.value, UnknownOutcomeError)


async def test_a_replica_takes_no_writes(server: Server, store: Store, site: Site) -> None:
    await accept(store, NAME)
    server.redis.replicaof("127.0.0.1", 1)
    await refused(store)
    assert await store.sites.get(NAME) == site


async def test_a_disk_that_cannot_be_written_stops_intake(
    server: Server, store: Store, site: Site
) -> None:
    await accept(store, NAME)
    (server.folder / "dump.rdb").mkdir()  # no snapshot can take that name now
    server.redis.config_set("save", "3600 1")
    server.redis.bgsave()
    while server.redis.info("persistence")["rdb_last_bgsave_status"] == "ok":
        pass
    await refused(store)


async def test_a_server_that_lacks_its_replicas_takes_no_writes(
    server: Server, store: Store, site: Site
) -> None:
    await accept(store, NAME)
    server.redis.config_set("min-replicas-to-write", 1)
    await refused(store)


@pytest.fixture
def endless_script(server: Server) -> Iterator[None]:
    """Keep the server in a script until the test is over."""
    server.redis.config_set("busy-reply-threshold", 1)

    def run() -> None:
        with suppress(ResponseError), Redis(unix_socket_path=str(server.socket)) as own:
            own.eval("while true do end", 0)

    running = threading.Thread(target=run)
    running.start()
    yield
    server.redis.script_kill()
    running.join()


async def test_a_server_busy_with_a_script_is_unavailable(
    server: Server, store: Store, site: Site, endless_script: None
) -> None:
    with suppress(RedisError):
        while server.redis.ping():
            pass
    await refused(store)


async def test_a_server_that_still_loads_its_file_is_unavailable(
    server: Server, store: Store, site: Site
) -> None:
    for _ in range(20):
        await accept(store, NAME, draft(token_hex(1_000)))  # cannot be compressed
    server.redis.bgrewriteaof()
    while server.redis.info("persistence")["aof_rewrite_in_progress"]:
        pass
    server.kill()
    slowly = ("--key-load-delay", "20000", "--loading-process-events-interval-bytes", "1024")
    server.start(*slowly, loaded=False)
    await asyncio.sleep(0.01)  # the loop hears that the old connection is gone
    with pytest.raises(UnavailableError) as caught:
        await store.connection.ping()
    assert not isinstance(caught.value, UnknownOutcomeError)


async def test_what_no_connection_was_had_for_never_arrived(
    server: Server, store: Store, site: Site
) -> None:
    server.kill()
    await asyncio.sleep(0.05)  # the loop hears that the old connection is gone
    with pytest.raises(UnavailableError) as caught:
        await store.comments.accept(NAME, [arrival()])
    assert not isinstance(caught.value, UnknownOutcomeError)


async def test_a_wrong_password_is_unavailable_and_not_told_to_the_caller(server: Server) -> None:
    server.redis.config_set("requirepass", "right")
    url = server.url.replace("unix://", "unix://:wrong-secret@")
    async with open_store(RedisSettings(url=url)) as store:
        with pytest.raises(UnavailableError) as caught:
            await store.connection.ping()
    assert "wrong-secret" not in str(caught.value)


@asynccontextmanager
async def demanding(server: Server) -> AsyncIterator[Store]:
    """Open the record for somebody who wants a replica to have each comment."""
    settings = RedisSettings(url=server.url, min_replica_acks=1, replica_timeout_ms=20)
    async with open_store(settings) as store:
        yield store


async def test_without_the_replicas_asked_for_nobody_knows(
    server: Server, store: Store, site: Site
) -> None:
    await accept(store, NAME)
    async with demanding(server) as theirs:
        with pytest.raises(UnknownOutcomeError, match="replicas"):
            await theirs.comments.accept(NAME, [arrival()])
    assert await store.pending.size(NAME) == 2


async def test_a_replica_asked_to_wait_for_replicas_is_unavailable(
    server: Server, store: Store, site: Site
) -> None:
    await accept(store, NAME)
    server.redis.replicaof("127.0.0.1", 1)
    async with demanding(server) as theirs:
        with pytest.raises(UnavailableError):
            await theirs.comments.accept(NAME, [arrival()])


async def test_a_command_that_is_wrong_is_a_bug_and_stays_one(store: Store) -> None:
    with pytest.raises(ResponseError):
        await store.connection.call("HGET", "too few")
