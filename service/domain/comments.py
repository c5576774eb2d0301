"""A comment as it is submitted and as it is kept. Times are milliseconds since 1970, UTC."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.statuses import Status
from service.domain.verdicts import Reason, Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The page a comment stands under; ``id`` is the caller's, or else the page's URL."""

    id: str
    url: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote it, as far as anyone may be told: never the e-mail or the address."""

    id: str | None = None
    name: str | None = None
    url: str | None = None


class Signal(StrEnum):
    """What the way in noticed about a submission; the policy weighs it."""

    HONEYPOT = "honeypot"
    """A field that people do not see was filled in."""
    STAFF = "staff"
    """The site's own software says that its author belongs to the house."""


class Origin(StrEnum):
    """By which way a comment came in."""

    API = "api"
    FORM = "form"
    PERSPECTIVE = "perspective"
    AKISMET = "akismet"
    CORAL = "coral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A comment that was sent and is valid, not accepted yet."""

    text: str
    thread: Thread
    author: Author = Author()
    parent_id: str | None = None
    external_id: str | None = None
    lang: str | None = None
    created_at: int | None = None
    email_hash: str | None = None
    address_hash: str | None = None
    signals: tuple[Signal, ...] = ()
    origin: Origin = Origin.API


def identities(
    author_id: str | None, email_hash: str | None, address_hash: str | None
) -> tuple[str, ...]:
    """Name an author in every way the record can know them again, the surest first."""
    known = (("author", author_id), ("email", email_hash), ("address", address_hash))
    return tuple(f"{kind}:{value}" for kind, value in known if value)


class DecidedBy(StrEnum):
    """Whose word the present status is."""

    POLICY = "policy"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment as the record has it."""

    id: str
    site: str
    thread: Thread
    author: Author
    text: str
    status: Status
    version: int
    """Counts changes of state, from 1."""
    revision: str
    """Names the text: see `revision_of`."""
    created_at: int
    """When it was written, by the caller's account."""
    received_at: int
    parent_id: str | None = None
    external_id: str | None = None
    lang: str | None = None
    scores: Scores = field(default_factory=dict)
    model: str | None = None
    policy: int | None = None
    """Version of the policy that gave the verdict."""
    reasons: tuple[Reason, ...] = ()
    decided_by: DecidedBy | None = None
    decided_at: int | None = None
    reports: int = 0
    reports_answered: int = 0
    """How many of them a person knew of at their last decision."""
    signals: tuple[Signal, ...] = ()
    origin: Origin = Origin.API
    identities: tuple[str, ...] = ()
    """How its author can be known again; never shown."""
    flood: str | None = None
    """The group of near-duplicates it belongs to."""
    decision: str | None = None
    """The last decision of a person on it; undoing goes by this."""
    decision_notes: Mapping[int, str] = field(default_factory=dict)
    """What people noted with their decisions, by the version that each made of it."""
    awaits: bool = False
    """Whether it stands in the review queue."""

    @property
    def is_out_unread(self) -> bool:
        """Whether it went out without a score, and is looked at again when there is one."""
        out = self.status is Status.APPROVED and self.decided_by is DecidedBy.POLICY
        return out and not self.scores and not self.awaits


def saying_of(thread: Thread, author: Author, text: str) -> str:
    """Name what was said, where and by whom: for callers who were told no id, or forgot it."""
    parts = (thread.id, author.id or "", author.name or "", text.strip())
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def revision_of(text: str) -> str:
    """Name a text by its hash, so that a verdict on one text is never given to another."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier text of a comment."""

    name: str
    ended_at: int
    """When the next one came, ms."""
    text: str
