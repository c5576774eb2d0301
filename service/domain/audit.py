"""The audit log: who changed what, from which status to which, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from service.domain.statuses import Status
from service.domain.verdicts import Reason


class ActorKind(StrEnum):
    """What kind of somebody made a change."""

    SITE = "site"
    """The site's own software, by its key."""
    POLICY = "policy"
    PERSON = "person"
    OPERATOR = "operator"
    """Whoever has the machine, by the command line."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who made a change; written as ``person:alice``."""

    kind: ActorKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, written: str) -> Self:
        """Read what was written; a ValueError tells that it is no actor."""
        kind, _, name = written.partition(":")
        return cls(ActorKind(kind), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One change of state."""

    id: str
    comment: str
    action: str
    before: Status | None
    """None: the comment did not exist before."""
    after: Status
    version: int
    actor: Actor
    at: int
    reasons: tuple[Reason, ...] = ()
    noted: bool = False
    """Whether a note was given with it."""
    note: str | None = None
    """The note, which may quote the comment, and goes when that is erased."""
    decision: str | None = None
    """The act it was part of, for undoing."""
    model: str | None = None
    policy: int | None = None
    rescoring: str | None = None
    """The rescoring that made it, or that was undone."""
