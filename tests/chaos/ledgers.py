"""What was promised to whom, kept outside of everything that can be killed."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Written by those who post and moderate, as they are answered."""

    accepted: dict[str, str] = field(default_factory=dict)
    """Id → text, of every comment that was answered 200 or 202."""
    unknown: set[str] = field(default_factory=set)
    """Texts whose senders gave up without an answer: at most one comment each."""
    decided: dict[str, str] = field(default_factory=dict)
    """Id → status, of every comment that a person decided."""
    unsure: set[str] = field(default_factory=set)
    """Ids of comments whose moderator gave up without an answer."""
    claimed: dict[str, set[str]] = field(default_factory=dict)
    """Id → who was given it to decide, since claims last ran out."""
    answers: Counter[str] = field(default_factory=Counter)
    """How often calls were answered how, or failed of what."""
    faults: Counter[str] = field(default_factory=Counter)
    """What was done to the service, and how often."""
