"""Two APIs and four scoring processes on one record work as one of each does."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing
from functools import partial

import httpx2
import pytest

from service.domain.sites import Site
from service.settings import Settings
from service.store.redis import Store
from tests import callers
from tests.integration.as_one import work_as_one
from tests.integration.waiting import until
from tests.parts import Part, is_open, make_api


@pytest.fixture
def workers(settings: Settings) -> Iterator[list[Part]]:
    """Two machines' worth of workers: two of two processes each."""
    parts = [Part("worker", settings, GREENROOM_WORK_PROCESSES="2") for _ in range(2)]
    for part in parts:
        part.start()
    yield parts
    for part in parts:
        part.close()


@pytest.fixture
async def apis(
    settings: Settings, store: Store, site: Site
) -> AsyncIterator[list[httpx2.AsyncClient]]:
    """Give clients of two processes that serve the API, each on a port of its own."""
    headers = await callers.server(store, site.name)
    async with AsyncExitStack() as opened:
        clients = []
        for _ in range(2):
            part, url = make_api(settings)
            part.start()
            opened.enter_context(closing(part))
            client = httpx2.AsyncClient(base_url=url, headers=headers, timeout=20)
            clients.append(await opened.enter_async_context(client))
        for client in clients:
            await until(partial(is_open, str(client.base_url)), within_s=60)
        yield clients


async def test_two_apis_and_four_workers_are_as_one(
    workers: list[Part], apis: list[httpx2.AsyncClient], store: Store
) -> None:
    await until(partial(_are_at_work, store), within_s=60)
    await work_as_one(apis)


async def _are_at_work(store: Store) -> bool:
    """Whether both workers are; which of its processes does a sweep is chance."""
    return await store.presence.count() >= 2
