"""A policy is changed by who has seen the one in force, and all versions are kept."""

import pytest

from service.domain.errors import OutdatedError
from service.domain.policy import Policy
from service.domain.sites import Site
from service.moderation.policies import change_policy, read_versions
from service.store.redis import Store
from tests.people import ALICE, CHARLIE

NAME = "courier"


async def test_it_says_who_changed_it_and_when(store: Store, site: Site) -> None:
    changed = await change_policy(store, NAME, Policy(max_links=0), ALICE, seen=1)
    assert (changed.version, changed.max_links, changed.by) == (2, 0, "alice")
    assert changed.at is not None
    assert await store.policies.current(NAME) == changed


async def test_who_comes_late_changes_nothing(store: Store, site: Site) -> None:
    first = await change_policy(store, NAME, Policy(max_links=0), ALICE, seen=1)
    with pytest.raises(OutdatedError, match="version 2"):
        await change_policy(store, NAME, Policy(max_links=9), CHARLIE, seen=1)
    assert await store.policies.current(NAME) == first


async def test_versions_come_newest_first_page_by_page(store: Store, site: Site) -> None:
    for version in range(1, 5):
        await change_policy(store, NAME, Policy(max_links=version), ALICE, seen=version)
    first = await read_versions(store, NAME, limit=2)
    assert ([policy.version for policy in first.items], first.next_version) == ([5, 4], 3)
    second = await read_versions(store, NAME, limit=3, from_version=3)
    assert ([policy.version for policy in second.items], second.next_version) == ([3, 2, 1], None)


async def test_a_version_yet_to_come_leads_to_the_newest(store: Store, site: Site) -> None:
    page = await read_versions(store, NAME, limit=2, from_version=99)
    assert [policy.version for policy in page.items] == [1]
