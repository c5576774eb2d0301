"""Policies in the record: one in force for each site, and all that were before it."""

from service.domain.policy import Policy
from service.store.codec import read_policy, write_policy
from service.store.connection import Connection
from service.store.keys import SiteKeys


class Policies:
    """The policies of all sites. What was read is kept, since a version never changes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, Policy] = {}

    async def current(self, site: str) -> Policy:
        """Read the policy that is in force; the default one while nobody has set any."""
        key = SiteKeys(site).policy
        version = await self._connection.call("HGET", key, "current")
        if version is None:
            return Policy()
        known = self._known.get(site)
        if known is None or known.version != int(version):
            written = await self._connection.call("HGET", key, version)
            known = self._known[site] = read_policy(written)
        return known

    async def versions(self, site: str) -> list[Policy]:
        """Read all policies of a site, the newest first."""
        rows = await self._connection.call("HGETALL", SiteKeys(site).policy)
        rows.pop("current", None)
        policies = [read_policy(written) for written in rows.values()]
        return sorted(policies, key=lambda policy: policy.version, reverse=True)

    async def put(self, site: str, policy: Policy) -> bool:
        """Put a policy in force as the successor of the version before its own.

        False when another one has come between.
        """
        before, version = str(policy.version - 1), str(policy.version)
        key = SiteKeys(site).policy
        put = await self._connection.run("set_policy", [key], before, version, write_policy(policy))
        return bool(put)
