"""Setting up sites, and taking them out of service."""

import pytest

from service.domain.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    UnauthenticatedError,
)
from service.domain.policy import Policy, Threshold
from service.domain.sites import Site
from service.moderation.keys import KeyRequest, authenticate, issue_key
from service.moderation.moderators import create_moderator
from service.moderation.sites import check_origin, close_site, create_site
from service.store.redis import Store
from service.store.setting_changes import SettingQuery
from tests.drafts import accept, found


async def test_a_new_site_is_there_with_the_documented_policy(store: Store) -> None:
    made = await create_site(store, "courier", "The Courier", ["https://Courier.example"])
    assert made.origins == ("https://courier.example",)
    assert await store.sites.get("courier") == made
    assert await store.sites.all() == [made]
    assert await store.policies.current("courier") == Policy()


async def test_a_new_site_may_have_a_policy_of_its_own(store: Store) -> None:
    policy = Policy(max_links=0, thresholds={"spam": Threshold(hold=0.1, reject=0.2)})
    await create_site(store, "courier", "The Courier", policy=policy)
    assert await store.policies.current("courier") == policy


async def test_a_name_that_is_taken_changes_nothing(store: Store, site: Site) -> None:
    with pytest.raises(ConflictError):
        await create_site(store, "courier", "Another")
    assert await store.sites.get("courier") == site


@pytest.mark.parametrize("name", ["", "The Courier", "a:b", "*"])
async def test_what_is_no_name_is_refused(store: Store, name: str) -> None:
    with pytest.raises(InvalidError):
        await create_site(store, name, "The Courier")
    assert await store.sites.names() == []


@pytest.mark.parametrize(
    "origin",
    [
        "https://a.example",
        "http://localhost:8000",
        "https://[::1]:8000",
        "https://xn--bcher-kva.de",
    ],
)
def test_an_origin_is_scheme_host_and_perhaps_port(origin: str) -> None:
    assert check_origin(origin) == origin


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "*",
        "null",
        "a.example",
        "https://",
        "https://a.example/",
        "https://a.example/path",
        "https://a.example?q",
        "https://user@a.example",
        "https://a.example https://b.example",
        "ftp://a.example",
        "https://:80",
        "https://[",
        "https://[nonsense]",
        "https://a.example\n",
    ],
)
def test_anything_else_is_no_origin(origin: str) -> None:
    with pytest.raises(InvalidError) as caught:
        check_origin(origin)
    assert [problem.field for problem in caught.value.problems] == ["origins"]


async def test_a_closed_site_is_gone_its_keys_are_dead_and_its_comments_stay(
    store: Store, site: Site
) -> None:
    presented, _ = await issue_key(store, KeyRequest(site="courier"))
    comment = await accept(store, "courier")
    await close_site(store, "courier")
    told = await store.setting_changes.page("courier", SettingQuery())
    assert [change.action for change in told.changes] == ["close", "revoke", "issue"]
    assert await store.sites.get("courier") is None
    assert await store.sites.names() == []
    with pytest.raises(UnauthenticatedError):
        await authenticate(store, presented)
    assert await found(store, "courier", comment.id) == comment


async def test_who_opens_a_site_under_a_closed_name_finds_none_of_its_people(
    store: Store, site: Site
) -> None:
    await create_moderator(store, "courier", "alice", "a long enough password")
    await close_site(store, "courier")
    await create_site(store, "courier", "Another Courier")
    assert await store.moderators.of_site("courier") == []


async def test_a_site_that_is_not_there_cannot_be_closed(store: Store) -> None:
    with pytest.raises(NotFoundError):
        await close_site(store, "courier")
