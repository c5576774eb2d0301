from collections.abc import AsyncIterator

import httpx2
import pytest

from service.domain.sites import Site
from service.moderation.sites import create_site
from service.settings import Settings
from service.store.redis import Store
from tests import callers
from tests.callers import Headers
from tests.serving import serving


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    async with serving(settings) as client:
        yield client


@pytest.fixture
async def bob(store: Store, site: Site) -> Headers:
    """Bob's server, which may do everything on his site."""
    return await callers.server(store, site.name)


@pytest.fixture
async def page(store: Store, site: Site) -> Headers:
    """A page of Bob's site."""
    return await callers.page(store, site.name)


@pytest.fixture
async def charlie(store: Store, site: Site) -> Headers:
    """A stranger, who may do everything on a site of his own."""
    await create_site(store, "gazette", "The Gazette", ["https://gazette.example"])
    return await callers.server(store, "gazette")
