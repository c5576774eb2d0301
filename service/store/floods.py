"""Floods in the record: which texts are nearly the same, and what was ordered for them."""

from collections.abc import Sequence
from dataclasses import asdict

import orjson

from service.domain.comments import Comment
from service.domain.floods import Flood, FloodOrder
from service.domain.statuses import Status
from service.store.connection import Connection, ScriptCall, to_json
from service.store.keys import SiteKeys

_ALIKE_ROWS = 15
"""Rows of 24 that must agree: texts that share about two thirds of their shingles."""


class Floods:
    """Groups texts that come within a window of one another and are nearly the same."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def join(
        self, site: str, comments: Sequence[Comment], signatures: Sequence[str], window_s: float
    ) -> dict[str, Flood]:
        """Find each comment's flood, by its id; a text like no other begins one of its own.

        A flood bears the revision of its first text, so that who edits that text leaves it.
        """
        keys = SiteKeys(site)
        calls = [
            joining(keys, comment, signature, window_s)
            for comment, signature in zip(comments, signatures, strict=True)
        ]
        answers = await self._connection.run_many("join_flood", calls) if calls else []
        return {
            comment.id: read_flood(*answer)
            for comment, answer in zip(comments, answers, strict=True)
        }

    async def order(
        self, site: str, flood: str, order: FloodOrder, card: Comment, signature: str
    ) -> None:
        """Say what is to become of later arrivals: of texts that are nearly the card's, too."""
        keys = SiteKeys(site)
        text = f"{signature} {card.received_at} {card.id}"
        arguments = (flood, to_json(asdict(order)), order.until, text)
        own = [keys.flood_orders, keys.near + "kept"]
        await self._connection.run("order_flood", own, *arguments, durable=True)

    async def lift(self, site: str, decision: str) -> None:
        """Lift the orders that were part of a decision."""
        key = SiteKeys(site).flood_orders
        orders = await self._connection.call("HGETALL", key)
        for flood, written in orders.items():
            if _read(written).decision == decision:
                await self._connection.call("HDEL", key, flood)

    async def in_queue(self, site: str, flood: str, count: int) -> list[str]:
        """Name the comments of a flood that stand in the queue, the first first."""
        key = SiteKeys(site).queue(f"flood:{flood}")
        return list(await self._connection.call("ZRANGE", key, 0, count - 1))


def joining(keys: SiteKeys, comment: Comment, signature: str, window_s: float) -> ScriptCall:
    """Put a comment the way ``join_flood.lua`` reads it."""
    own = [keys.flood(""), keys.near, keys.flood_orders]
    window_ms, arrived = int(window_s * 1000), comment.received_at
    return own, [comment.id, comment.revision, arrived, window_ms, signature, _ALIKE_ROWS]


def read_flood(name: str, texts: int, order: str | None = None) -> Flood:
    """Read what ``join_flood.lua`` gives."""
    return Flood(name, texts, _read(order) if order else None)


def _read(written: str) -> FloodOrder:
    row = orjson.loads(written)
    return FloodOrder(**{**row, "to": Status(row["to"])})
