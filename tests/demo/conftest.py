from collections.abc import AsyncIterator

import httpx2
import pytest

from service.moderation.first_start import create_demo_site
from service.settings import Settings
from service.store.redis import Store
from tests.serving import URL, serving


@pytest.fixture
async def demo(store: Store) -> str:
    """Name the demo site, as a first start makes it."""
    return (await create_demo_site(store, URL)).site


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    async with serving(settings) as client:
        yield client
