"""Sites and their policies in the record."""

from service.domain.policy import Policy
from service.domain.sites import Site
from service.store import keys
from service.store.codec import write_policy
from service.store.connection import Connection
from service.store.keys import SiteKeys

FORMAT = 1
"""Of what is kept of a site; to be raised with a change that older versions cannot read."""


class Sites:
    """All tenants of this installation."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, site: Site, policy: Policy) -> bool:
        """Keep a new site with its first policy; False when the name is taken."""
        own = SiteKeys(site.name)
        if not await self._connection.call("HSETNX", own.site, "title", site.title):
            return False
        await self._connection.pipe(
            [
                ("HSET", own.site, *_written(site), "format", FORMAT),
                ("HSET", own.policy, "1", write_policy(policy), "current", "1"),
                ("SADD", keys.SITES, site.name),
            ]
        )
        return True

    async def change(self, site: Site) -> None:
        """Keep what a site is now."""
        await self._connection.call("HSET", SiteKeys(site.name).site, *_written(site))

    async def get(self, name: str) -> Site | None:
        """Read a site."""
        row = await self._connection.call("HGETALL", SiteKeys(name).site)
        return _read(name, row) if row else None

    async def format_of(self, name: str) -> int:
        """Tell in which format a site's things are kept; 0: from before formats had numbers."""
        return int(await self._connection.call("HGET", SiteKeys(name).site, "format") or 0)

    async def names(self) -> list[str]:
        """Name all sites."""
        return sorted(await self._connection.call("SMEMBERS", keys.SITES))

    async def all(self) -> list[Site]:
        """Read all sites."""
        names = await self.names()
        rows = await self._connection.pipe([("HGETALL", SiteKeys(name).site) for name in names])
        return [_read(name, row) for name, row in zip(names, rows, strict=True)]

    async def close(self, name: str) -> bool:
        """Take a site out of service; its comments stay in the record. False when there is none."""
        own = SiteKeys(name)
        _listed, existed = await self._connection.pipe(
            [("SREM", keys.SITES, name), ("DEL", own.site)]
        )
        return bool(existed)


def _written(site: Site) -> tuple[str, ...]:
    work = "1" if site.proof_of_work else ""
    return "title", site.title, "origins", " ".join(site.origins), "proof_of_work", work


def _read(name: str, row: dict[str, str]) -> Site:
    return Site(
        name=name,
        title=row["title"],
        origins=tuple(row.get("origins", "").split()),
        proof_of_work=bool(row.get("proof_of_work")),
    )
