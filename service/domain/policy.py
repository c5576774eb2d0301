"""A site's policy: the figures that the checks go by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.statuses import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """From which probability on a label keeps a comment from going out by itself."""

    hold: float
    """At or above: a person looks."""
    reject: float | None = None
    """At or above: it is refused unread. None: never, a person always looks."""


Thresholds = Mapping[str, Threshold]


class Mode(StrEnum):
    """When comments go out."""

    PRE = "pre"
    """What the policy holds waits for a person."""
    POST = "post"
    """What the policy would hold goes out, and a person looks at it afterwards."""
    HOLD_ALL = "hold_all"
    """Everything waits for a person."""
    CLOSED = "closed"
    """Nothing is taken any more: comments are rejected, with that reason."""


class Unscored(StrEnum):
    """What becomes of a comment for which no score can be had."""

    HOLD = "hold"
    PUBLISH = "publish"
    """It goes out, and is looked at again when scoring is back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a site lets through, holds and refuses; the defaults are the documented ones."""

    version: int = 1
    by: str | None = None
    """Who put it in force, as the audit log names them; None: it came with the site."""
    at: int | None = None
    """When, ms."""

    mode: Mode = Mode.PRE
    """Threads may go by modes of their own."""
    unscored: Unscored = Unscored.HOLD

    allowed_domains: tuple[str, ...] = ()
    """Links to these, or to hosts below them, do not count."""
    max_links: int = 2
    """More links than this have a comment held."""
    max_length: int = 5_000
    """More code points than this have a comment held."""
    languages: tuple[str, ...] = ()
    """Comments in another language are held; none named: all are welcome."""

    first_comments_held: int = 0
    """An author's comments are held until so many were approved."""
    trusted_after: int = 0
    """An author with so many approved comments is held no more, only refused; 0: nobody is."""
    trusted_rejection_rate: float = 0.1
    """And at most this share of their last outcomes were refusals."""

    repeats_held: int = 5
    """So many near-duplicates within the window are a flood, and held."""
    author_pace: int = 10
    """More comments of one author within the window are held."""
    address_pace: int = 20
    """More comments from one address within the window are held."""
    window_s: float = 3_600.0

    reports_held: int = 3
    """So many readers' reports take a comment down until a person has looked."""
    audit_share: float = 0.0
    """Share of the automatic decisions that a person is asked to check."""
    second_review_share: float = 0.0
    """Share of people's decisions that a second person judges, too, not knowing the first."""
    thresholds: Thresholds = field(default_factory=dict)
    """By label; a label that is not here goes by what the model's manifest recommends."""


AIMED = ("insult", "identity_attack", "threat")
"""Labels of harm that is aimed at somebody."""

AIMED_FROM = 0.9
"""Toxicity is refused unread only where one of these is as likely as this: else it is swearing."""


def refuses(thresholds: Thresholds, scores: Mapping[str, float]) -> bool:
    """Tell whether any score is high enough to refuse a comment unread."""
    limits = (
        (thresholds[label].reject, value) for label, value in scores.items() if label in thresholds
    )
    return any(limit is not None and value >= limit for limit, value in limits)


LABEL_OUTCOMES = {"spam": Status.SPAM}
"""What refusing means for a label, where it is not rejection."""
