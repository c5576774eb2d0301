from collections.abc import AsyncIterator

import httpx2
import pytest

from service.settings import Settings
from tests.serving import serving


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    async with serving(settings) as client:
        yield client
