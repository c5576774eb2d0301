"""The secrets that sites' Corals sign with."""

import orjson

from service.domain.sites import SigningSecret
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys


class CoralSecrets:
    """The secrets of all sites."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, site: str, secret: SigningSecret) -> None:
        """Keep a secret."""
        row = to_json({"secret": secret.secret, "created_at": secret.created_at})
        await self._connection.call("HSET", SiteKeys(site).coral_secrets, secret.id, row)

    async def of_site(self, site: str) -> tuple[SigningSecret, ...]:
        """List a site's secrets, the oldest first."""
        rows = await self._connection.call("HGETALL", SiteKeys(site).coral_secrets)
        found = [SigningSecret(id=id_, **orjson.loads(row)) for id_, row in rows.items()]
        return tuple(sorted(found, key=lambda secret: secret.created_at))

    async def remove(self, site: str, secret_id: str) -> bool:
        """Remove a secret; False when there is none."""
        return bool(await self._connection.call("HDEL", SiteKeys(site).coral_secrets, secret_id))
