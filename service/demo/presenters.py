"""Comments as the page shows them."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from service.domain.comments import Comment
from service.domain.statuses import Status
from service.domain.times import as_rfc_3339
from service.doors.returning import RESULTS, Result

OWN_TEXT_FOR_S = 10 * 60
"""So long after posting a waiting comment is shown to who knows its id. Not for longer: a link to
it would be a way to publish what nobody has approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownComment:
    """A comment on the page."""

    id: str
    name: str
    url: str | None
    paragraphs: tuple[str, ...]
    written: str
    written_at: str
    result: Result | None = None
    """What became of it, if the reader has just posted it."""

    @classmethod
    def of(cls, comment: Comment, result: Result | None = None) -> Self:
        """Put a comment the way the page shows it."""
        moment = datetime.fromtimestamp(comment.created_at / 1000, UTC)
        return cls(
            id=comment.id,
            name=comment.author.name or "Anonymous",
            url=comment.author.url,
            paragraphs=tuple(re.split(r"\n\s*\n", comment.text.strip())),
            written=f"{moment.day} {moment:%B %Y, %H:%M} UTC",
            written_at=as_rfc_3339(comment.created_at),
            result=result,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What to tell a reader who comes back from the form."""

    id: str
    result: Result
    comment: ShownComment | None = None
    """Their comment, when it is to be shown apart from the others."""


def present_thread(comments: Iterable[Comment], own_id: str | None) -> list[ShownComment]:
    """Put the comments of a thread the way the page shows them, the reader's own marked."""
    approved = [comment for comment in comments if comment.status is Status.APPROVED]
    return [ShownComment.of(c, Result.APPROVED if c.id == own_id else None) for c in approved]


def present_own(comment: Comment) -> Posted:
    """Tell a reader what became of their comment; their text is theirs while it is fresh."""
    result = RESULTS[comment.status]
    fresh = time.time() - comment.received_at / 1000 < OWN_TEXT_FOR_S
    readable = result is Result.APPROVED or (result is Result.WAITING and fresh)
    shown = ShownComment.of(comment, result) if readable else None
    return Posted(id=comment.id, result=result, comment=shown)
