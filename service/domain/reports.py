"""What readers say of a comment, and what moderators tell one another about it."""

from dataclasses import dataclass
from enum import StrEnum


class ReportReason(StrEnum):
    """What a reader may complain of."""

    ABUSE = "abuse"
    SPAM = "spam"
    OFF_TOPIC = "off_topic"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reader's complaint."""

    reporter: str
    """The caller's id for the reader, or a keyed hash of their address: one each counts."""
    reason: ReportReason
    at: int
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a moderator wants the next one to know."""

    by: str
    at: int
    text: str
