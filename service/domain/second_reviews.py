"""Second opinions on what people decided, given without knowing the first."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from service.domain.comments import Comment
from service.domain.statuses import Status


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody said of a comment."""

    by: str
    status: Status
    at: int
    """Ms."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A comment of which two people say different things; the first stands meanwhile."""

    comment: Comment
    first: Opinion
    second: Opinion


class Answered(StrEnum):
    """What came of a second opinion."""

    AGREED = "agreed"
    DISPUTED = "disputed"
    """A lead is to look."""
    OWN = "own"
    """Nothing: the first opinion was theirs, too."""
    GONE = "gone"
    """Nothing: none is asked for, or not on the comment as they saw it."""


def is_drawn(comment_id: str, share: float) -> bool:
    """Draw a share of comments, the same ones each time, and others than the audit sample."""
    drawn = blake2b(comment_id.encode(), digest_size=6, person=b"second").digest()
    return int.from_bytes(drawn) / 2**48 < share
