"""A key, and a service that knows every label."""

from collections.abc import AsyncIterator

import pytest

from service.domain.sites import Scope, Site
from service.settings import Settings
from service.store.redis import Store
from tests import callers
from tests.scorers import LabelScorer
from tests.serving import listening


@pytest.fixture
async def key(store: Store, site: Site) -> str:
    headers = await callers.server(store, site.name, Scope.SUBMIT)
    return headers["Authorization"].removeprefix("Bearer ")


@pytest.fixture
async def url(settings: Settings) -> AsyncIterator[str]:
    """What clients are told is OpenAI's."""
    async with listening(settings, LabelScorer()) as url:
        yield f"{url}/v1"
