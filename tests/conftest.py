"""What most tests stand on: a real Redis, flushed before each test, and a site on it."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest

from service.domain.sites import Site
from service.moderation.sites import create_site
from service.settings import PREFIX, RedisSettings, Settings
from service.store.redis import Store, open_store
from tests.servers import Server

# The same examples each time, so that a failure is the change's doing; `nightly` looks further:
# pytest --hypothesis-profile=nightly
hypothesis.settings.register_profile("quick", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile(
    "nightly", max_examples=2_500, deadline=None, print_blob=True, database=None
)
hypothesis.settings.load_profile("quick")


@pytest.fixture(autouse=True)
def nothing_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


@contextmanager
def running_server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:  # short, as a socket's path must be
        server = Server(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.close()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Server]:
    """The server of the whole run; to stop, kill or reconfigure one, ask for `server`."""
    with running_server() as server:
        yield server


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of the test's own, for failures; `store` is then on that one."""
    with running_server() as server:
        yield server


@pytest.fixture
def redis_settings(request: pytest.FixtureRequest) -> RedisSettings:
    """An empty record: on the test's own server if it asked for one, else on the shared one."""
    own = "server" in request.fixturenames
    chosen: Server = request.getfixturevalue("server" if own else "redis_server")
    chosen.redis.flushall()
    return RedisSettings(url=chosen.url)


@pytest.fixture
def settings(redis_settings: RedisSettings) -> Settings:
    return Settings(secret="a secret for tests, of 32 or more", redis=redis_settings)


@pytest.fixture
async def store(redis_settings: RedisSettings) -> AsyncIterator[Store]:
    async with open_store(redis_settings) as store:
        yield store


@pytest.fixture
async def site(store: Store) -> Site:
    return await create_site(store, "courier", "The Courier", ["https://courier.example"])
