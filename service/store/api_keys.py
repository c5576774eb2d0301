"""API keys in the record: their hashes, never the keys."""

from dataclasses import replace

from service.domain.sites import ALL_SITES, ApiKey, KeyKind, Scope
from service.store import keys
from service.store.connection import Connection
from service.store.keys import SiteKeys


class ApiKeys:
    """The keys of all sites."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, key: ApiKey) -> None:
        """Keep a new key."""
        fields = {
            "kind": key.kind,
            "site": key.site,
            "scopes": " ".join(sorted(key.scopes)),
            "digest": key.digest,
            "created_at": key.created_at,
            "label": key.label,
            **({"expires_at": key.expires_at} if key.expires_at else {}),
        }
        flat = [part for pair in fields.items() for part in pair]
        await self._connection.pipe(
            [("HSET", keys.api_key(key.id), *flat), ("SADD", _listing(key.site), key.id)]
        )

    async def get(self, key_id: str) -> ApiKey | None:
        """Read a key by its public id."""
        row = await self._connection.call("HGETALL", keys.api_key(key_id))
        return _read(key_id, row) if row else None

    async def of_site(self, site: str) -> list[ApiKey]:
        """List a site's keys, oldest first; of `ALL_SITES`, those that administer all."""
        ids = sorted(await self._connection.call("SMEMBERS", _listing(site)))
        rows = await self._connection.pipe([("HGETALL", keys.api_key(id_)) for id_ in ids])
        found = [_read(id_, row) for id_, row in zip(ids, rows, strict=True) if row]
        return sorted(found, key=lambda key: key.created_at)

    async def revoke(self, key: ApiKey, at: int) -> ApiKey:
        """End a key's life; it stays listed."""
        await self._connection.call("HSETNX", keys.api_key(key.id), "revoked_at", at)
        return replace(key, revoked_at=key.revoked_at or at)


def _listing(site: str) -> str:
    return keys.ADMIN_KEYS if site == ALL_SITES else SiteKeys(site).keys


def _read(key_id: str, row: dict[str, str]) -> ApiKey:
    times = {name: int(row[name]) for name in ("expires_at", "revoked_at") if name in row}
    return ApiKey(
        id=key_id,
        kind=KeyKind(row["kind"]),
        site=row["site"],
        scopes=frozenset(map(Scope, row["scopes"].split())),
        digest=row["digest"],
        created_at=int(row["created_at"]),
        label=row["label"],
        expires_at=times.get("expires_at"),
        revoked_at=times.get("revoked_at"),
    )
