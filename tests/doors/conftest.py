from collections.abc import AsyncIterator

import httpx2
import pytest

from service.domain.sites import Site
from service.settings import Settings
from service.store.redis import Store
from tests.serving import scoring, serving


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    async with serving(settings) as client:
        yield client


@pytest.fixture
async def decided(store: Store, site: Site) -> AsyncIterator[None]:
    """Comments of the site are decided as they come."""
    async with scoring(store, site.name):
        yield
