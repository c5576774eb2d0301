from collections.abc import AsyncIterator

import pytest

from service.domain.pseudonyms import Pseudonyms
from service.domain.sites import Site
from service.moderation.short_keys import issue_short_key
from service.settings import Settings
from service.store.redis import Store
from tests.serving import listening


@pytest.fixture
async def key(store: Store, site: Site, settings: Settings) -> str:
    """A short key of the site."""
    pseudonyms = Pseudonyms(settings.secret.get_secret_value())
    return (await issue_short_key(store, pseudonyms, site.name))[0]


@pytest.fixture
async def url(settings: Settings) -> AsyncIterator[str]:
    """A service that listens on this machine."""
    async with listening(settings) as url:
        yield url
