"""Changes of what a site goes by, which no comment is about: they have a log of their own."""

from dataclasses import dataclass
from enum import StrEnum

from service.domain.audit import Actor, ActorKind

OPERATOR = Actor(ActorKind.OPERATOR, "command line")
"""Whoever has the machine, and says no name."""


class About(StrEnum):
    """What was changed."""

    SITE = "site"
    """Where its pages are, what it is called, whether its form asks for proof of work."""
    POLICY = "policy"
    WORDS = "words"
    BANS = "bans"
    THREADS = "threads"
    WEBHOOKS = "webhooks"
    KEYS = "keys"
    """Those that callers have, and the secrets that a site's Coral signs with."""
    MODERATORS = "moderators"
    MODELS = "models"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """One change. There is never a secret, a phrase or a text in it: their ids tell them apart."""

    about: About
    subject: str
    """Which of them: an id, a name, or how many."""
    action: str
    actor: Actor
    before: str | None = None
    """Version or value before; None: there was none."""
    after: str | None = None
    """Same, after it; None: there is none any more."""
    id: str = ""
    at: int = 0
    """Ms; it and the id are given when it is written down."""
