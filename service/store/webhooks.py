"""Webhooks in the record, and how they fare."""

from dataclasses import asdict, replace

import orjson

from service.clock import now_ms
from service.domain.webhooks import Webhook
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys
from service.store.trips import Command

_OF_FAILURE = ("failing_since", "last_error")


class Webhooks:
    """The webhooks of all sites. Transitions queue letters for those that are subscribed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def put(self, site: str, webhook: Webhook) -> bool:
        """Keep a webhook, new or changed; one that is disabled gets no more letters.

        Gives whether it gets letters from now on and did not before, or the other way about.
        """
        keys = SiteKeys(site)
        row = {name: value for name, value in asdict(webhook).items() if name not in _OF_FAILURE}
        listed: Command = ("HSET", keys.subscriptions, webhook.id, " ".join(webhook.events))
        if webhook.disabled_at is not None:
            listed = ("HDEL", keys.subscriptions, webhook.id)
        kept: Command = ("HSET", keys.webhooks, webhook.id, to_json(row))
        _, is_new = await self._connection.pipe([kept, listed])
        return bool(is_new)

    async def of_site(self, site: str) -> list[Webhook]:
        """List a site's webhooks, the oldest first."""
        keys = SiteKeys(site)
        rows, failures = await self._connection.pipe(
            [("HGETALL", keys.webhooks), ("HGETALL", keys.failures)]
        )
        webhooks = [_read(row, failures) for row in rows.values()]
        return sorted(webhooks, key=lambda webhook: webhook.created_at)

    async def remove(self, site: str, webhook_id: str) -> bool:
        """Drop a webhook and what it could not be told; False when there is none."""
        keys = SiteKeys(site)
        removed, *_ = await self._connection.pipe(
            [
                ("HDEL", keys.webhooks, webhook_id),
                ("HDEL", keys.subscriptions, webhook_id),
                _recovery(keys, webhook_id),
                ("DEL", keys.dead_letters(webhook_id)),
            ]
        )
        return bool(removed)

    async def note_success(self, site: str, webhook_id: str) -> None:
        """Remember that a webhook answers."""
        await self._connection.call(*_recovery(SiteKeys(site), webhook_id))

    async def note_failure(self, site: str, webhook_id: str, error: str) -> int:
        """Remember that a webhook fails, and how; gives since when, in ms."""
        key, now = SiteKeys(site).failures, now_ms()
        *_, since = await self._connection.pipe(
            [
                ("HSETNX", key, f"{webhook_id}:since", now),
                ("HSET", key, f"{webhook_id}:error", error),
                ("HGET", key, f"{webhook_id}:since"),
            ]
        )
        return int(since)


def _recovery(keys: SiteKeys, webhook_id: str) -> Command:
    return ("HDEL", keys.failures, f"{webhook_id}:since", f"{webhook_id}:error")


def _read(row: str, failures: dict[str, str]) -> Webhook:
    fields = orjson.loads(row)
    webhook = Webhook(**{**fields, "events": tuple(fields["events"])})
    since, error = (failures.get(f"{webhook.id}:{part}") for part in ("since", "error"))
    return replace(webhook, failing_since=int(since) if since else None, last_error=error)
