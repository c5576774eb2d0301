"""What one decision changed, single or bulk, so that it can be undone as one."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from service.domain.comments import Comment, DecidedBy
from service.domain.statuses import Status
from service.domain.verdicts import Reason
from service.store.codec import read_reasons, write_reasons
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys

LIFE_S = 30 * 24 * 3600
"""How long a decision can be undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a comment was before a decision, and the version the decision made of it."""

    comment_id: str
    version: int
    """After the decision; if it is another by now, somebody has changed it since."""
    status: Status
    decided_by: DecidedBy | None
    reasons: tuple[Reason, ...]
    awaits: bool


class Acts:
    """Remembers what decisions changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def remember(self, site: str, decision_id: str, comments: Sequence[Comment]) -> None:
        """Write down what comments were before they are changed by one decision."""
        if not comments:
            return
        key = SiteKeys(site).act(decision_id)
        await self._connection.run("remember", [key], LIFE_S, *map(_write, comments), durable=True)

    async def recall(self, site: str, decision_id: str) -> list[Before]:
        """Read what a decision changed; nothing when there is no such decision any more."""
        rows = await self._connection.call("LRANGE", SiteKeys(site).act(decision_id), 0, -1)
        return [_read(orjson.loads(row)) for row in rows]


def _write(comment: Comment) -> str:
    return to_json(
        [
            comment.id,
            comment.version + 1,
            comment.status,
            comment.decided_by,
            write_reasons(comment.reasons),
            comment.awaits,
        ]
    )


def _read(row: list[str]) -> Before:
    comment_id, version, status, decided_by, reasons, awaits = row
    return Before(
        comment_id=comment_id,
        version=int(version),
        status=Status(status),
        decided_by=DecidedBy(decided_by) if decided_by else None,
        reasons=read_reasons(reasons),
        awaits=bool(awaits),
    )
