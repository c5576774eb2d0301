"""A site's policy: read, replaced by people who have seen it, and looked up in all its versions."""

import time
from dataclasses import dataclass, replace

from service.domain.audit import Actor
from service.domain.errors import OutdatedError
from service.domain.policy import Policy
from service.store.redis import Store


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """Some versions of a policy, the newest first, and which comes next."""

    items: list[Policy]
    next_version: int | None


async def change_policy(
    store: Store, site: str, policy: Policy, actor: Actor, *, seen: int
) -> Policy:
    """Put a policy in force in place of the version that was seen; gives it as it is kept.

    Raises
    ------
    OutdatedError
        Another one is in force by now.
    """
    at = int(time.time() * 1000)
    changed = replace(policy, version=seen + 1, by=actor.id, at=at)
    if not await store.policies.put(site, changed):
        now = (await store.policies.current(site)).version
        raise OutdatedError(f"The policy is at version {now} now; read it again.")
    return changed


async def read_versions(
    store: Store, site: str, *, limit: int, from_version: int | None = None
) -> PolicyPage:
    """Read the versions of a policy, from one on downwards or from the one in force."""
    current = (await store.policies.current(site)).version
    newest = min(from_version or current, current)
    last = max(0, newest - limit)
    found = await store.policies.versions(site, range(newest, last, -1))
    return PolicyPage(found, last or None)
