"""Alice moderates the Courier, Bob the Gazette, Charlie is a stranger who has seen the page."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import cache

import pytest
from argon2 import PasswordHasher

from service.domain.comments import Comment
from service.domain.sites import Role, Site
from service.moderation import moderators
from service.moderation.moderators import create_moderator
from service.moderation.sites import create_site
from service.settings import Settings
from service.store.redis import Store
from tests.chromium import driving, running_chromium
from tests.console.browsers import PASSWORD, Browser
from tests.console.desks import Desks
from tests.console.waiting import hold
from tests.serving import listening, serving


@pytest.fixture(autouse=True)
def passwords_are_hashed_in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 takes its time by design; here it would be most of the time of every test."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(moderators, "_hasher", quick)
    monkeypatch.setattr(moderators, "_hash_of_nobody", cache(lambda: quick.hash("nobody")))


@pytest.fixture
async def gazette(store: Store) -> Site:
    return await create_site(store, "gazette", "The Gazette", ["https://gazette.example"])


@pytest.fixture
async def people(store: Store, site: Site, gazette: Site) -> None:
    await create_moderator(store, site.name, "alice", PASSWORD, Role.LEAD)
    await create_moderator(store, gazette.name, "bob", PASSWORD)


@pytest.fixture
async def charlie(settings: Settings, people: None) -> AsyncIterator[Browser]:
    async with serving(settings) as client:
        yield Browser(client)


@asynccontextmanager
async def signed_in(settings: Settings, site: str, name: str) -> AsyncIterator[Browser]:
    async with serving(settings) as client:
        browser = Browser(client)
        await browser.sign_in(site, name)
        yield browser


@pytest.fixture
async def alice(settings: Settings, people: None) -> AsyncIterator[Browser]:
    """Leads at the Courier."""
    async with signed_in(settings, "courier", "alice") as browser:
        yield browser


@pytest.fixture
async def ada(settings: Settings, store: Store, people: None) -> AsyncIterator[Browser]:
    """Administers the Courier."""
    await create_moderator(store, "courier", "ada", PASSWORD, Role.ADMIN)
    async with signed_in(settings, "courier", "ada") as browser:
        yield browser


@pytest.fixture
async def doris(settings: Settings, store: Store, people: None) -> AsyncIterator[Browser]:
    """Moderates the Courier, and does not lead."""
    await create_moderator(store, "courier", "doris", PASSWORD, Role.MODERATOR)
    async with signed_in(settings, "courier", "doris") as browser:
        yield browser


@pytest.fixture
async def bob(settings: Settings, people: None) -> AsyncIterator[Browser]:
    """Moderates the Gazette."""
    async with signed_in(settings, "gazette", "bob") as browser:
        yield browser


@pytest.fixture
async def held(store: Store, site: Site) -> Comment:
    """A comment that waits on Alice's desk."""
    return await hold(store, site.name, "hmm, what a piece.")


@pytest.fixture(scope="session")
def chromium() -> Iterator[str]:
    """The browser of the whole run."""
    with running_chromium() as address:
        yield address


@pytest.fixture
async def desks(settings: Settings, store: Store, chromium: str) -> AsyncIterator[Desks]:
    """Alice leads at the Courier, Doris moderates there; the service runs, the desks are empty."""
    await create_site(store, "courier", "The Courier")
    await create_moderator(store, "courier", "alice", PASSWORD, Role.LEAD)
    await create_moderator(store, "courier", "doris", PASSWORD)
    async with listening(settings) as url, driving(chromium) as browser:
        yield Desks(browser, url)
