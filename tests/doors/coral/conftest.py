import pytest

from service.domain.sites import Site
from service.moderation.coral_secrets import add_secret
from service.store.redis import Store
from tests import callers
from tests.callers import Headers
from tests.doors.coral.requests import SECRET


@pytest.fixture(autouse=True)
async def secret(store: Store, site: Site) -> str:
    """A secret that the site's Coral signs with; gives its id."""
    return (await add_secret(store, site.name, SECRET)).id


@pytest.fixture
async def bob(store: Store, site: Site) -> Headers:
    """Bob's server, which may do everything on his site."""
    return await callers.server(store, site.name)
