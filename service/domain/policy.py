"""A site's policy: the figures and words that the checks go by."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.domain.statuses import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """From which probability on a label keeps a comment from going out by itself."""

    hold: float
    """At or above: a person looks."""
    reject: float | None = None
    """At or above: it is refused unread. None: never, a person always looks."""


Thresholds = Mapping[str, Threshold]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a site lets through, holds and refuses; the defaults are the documented ones."""

    version: int = 1
    blocked_words: tuple[str, ...] = ()
    """Words and phrases that have a comment rejected."""
    suspect_words: tuple[str, ...] = ()
    """Words and phrases that have a comment held."""
    max_links: int = 2
    """More links than this have a comment held."""
    max_length: int = 5_000
    """More code points than this have a comment held."""
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
