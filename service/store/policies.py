"""Policies in the record: one in force for each site, all that were before it, threads' modes."""

from collections.abc import Sequence

from service.domain.policy import Mode, Policy
from service.store.codec import read_policy, write_policy
from service.store.connection import Connection
from service.store.keys import SiteKeys, short_thread


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
        known = self.known(site, version)
        if known is None:
            written = await self._connection.call("HGET", key, version)
            known = self._known[site] = read_policy(written)
        return known

    def known(self, site: str, version: str) -> Policy | None:
        """Give a version without reading it: None, if it is not the last that was read."""
        known = self._known.get(site)
        return known if known and known.version == int(version) else None

    async def versions(self, site: str, numbers: Sequence[int]) -> list[Policy]:
        """Read policies by their versions; those that never were are left out."""
        if not numbers:
            return []
        rows = await self._connection.call("HMGET", SiteKeys(site).policy, *numbers)
        return [read_policy(written) for written in rows if written]

    async def put(self, site: str, policy: Policy) -> bool:
        """Put a policy in force as the successor of the version before its own.

        False when another one has come between.
        """
        before, version = str(policy.version - 1), str(policy.version)
        key = SiteKeys(site).policy
        put = await self._connection.run("set_policy", [key], before, version, write_policy(policy))
        return bool(put)

    async def thread_modes(self, site: str, threads: Sequence[str]) -> dict[str, Mode]:
        """Read the modes of those threads that have one of their own."""
        if not threads:
            return {}
        modes = await self._connection.call("HMGET", SiteKeys(site).thread_modes, *threads)
        pairs = zip(threads, modes, strict=True)
        return {thread: Mode(mode) for thread, mode in pairs if mode}

    async def own_thread_modes(self, site: str) -> dict[str, Mode]:
        """Read all modes that are threads' own."""
        modes = await self._connection.call("HGETALL", SiteKeys(site).thread_modes)
        return {thread: Mode(mode) for thread, mode in modes.items()}

    async def all_thread_modes(self, site: str) -> dict[str, Mode]:
        """Read all modes that are threads' own, by the threads' short names."""
        modes = await self.own_thread_modes(site)
        return {short_thread(thread): mode for thread, mode in modes.items()}

    async def set_thread_mode(self, site: str, thread: str, mode: Mode | None) -> None:
        """Give a thread a mode of its own, or None: it goes by the site's again."""
        key = SiteKeys(site).thread_modes
        if mode is None:
            await self._connection.call("HDEL", key, thread)
        else:
            await self._connection.call("HSET", key, thread, mode)

    async def replace_thread_mode(
        self, site: str, thread: str, seen: Mode | None, mode: Mode | None
    ) -> bool:
        """Give a thread a mode in place of the one that was seen; False: it has another by now."""
        key = SiteKeys(site).thread_modes
        done = await self._connection.run("set_thread_mode", [key], thread, seen or "", mode or "")
        return bool(done)
