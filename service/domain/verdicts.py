"""Labels, scores, reasons and verdicts: what the machine says about a comment."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.domain.statuses import Status

LABELS = (
    "toxicity",
    "severe_toxicity",
    "insult",
    "profanity",
    "identity_attack",
    "threat",
    "sexually_explicit",
    "spam",
)
"""Kinds of harm, in the order of every score table."""

Scores = Mapping[str, float]
"""Calibrated probability by label, 0 to 1."""


class ReasonCode(StrEnum):
    """Why a comment got its status; codes are public and stable."""

    CLEAN = "clean"
    HONEYPOT = "honeypot"
    BLOCKED_WORD = "blocked_word"
    SUSPECT_WORD = "suspect_word"
    ALLOWED_WORD = "allowed_word"
    TOO_MANY_LINKS = "too_many_links"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    SCORE = "score"
    HEDGED = "hedged"
    UNFAMILIAR = "unfamiliar"
    NOT_SCORED = "not_scored"
    BANNED = "banned"
    TRUSTED = "trusted"
    NEW_AUTHOR = "new_author"
    THREAD_MODE = "thread_mode"
    POST_MODERATION = "post_moderation"
    LANGUAGE = "language"
    REPEATED = "repeated"
    FLOOD_BY_AUTHOR = "flood_by_author"
    FLOOD_BY_ADDRESS = "flood_by_address"
    FLOOD_DECISION = "flood_decision"
    REPORTS = "reports"
    AUDIT_SAMPLE = "audit_sample"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One cause of a verdict or decision, in words and in figures."""

    code: ReasonCode
    detail: str
    label: str | None = None
    value: float | None = None
    threshold: float | None = None
    spans: tuple[tuple[int, int], ...] | None = None
    """Where in the text, in code points: begin and end of each place."""
    entry: str | None = None
    """Id of the entry on the site's list of words that fired."""


CLEAN = Reason(code=ReasonCode.CLEAN, detail="No check objected.")
"""The reason of most comments; the record keeps its code alone."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policy says of a comment, and why; ``reasons`` is never empty."""

    status: Status
    reasons: tuple[Reason, ...]
    asks: bool = False
    """Whether a person is asked to look although it is not held."""

    @property
    def awaits(self) -> bool:
        """Whether it comes into the review queue."""
        return self.asks or self.status is Status.HELD
