"""The approval state of a comment, and what a person may do to it."""

from enum import StrEnum


class Status(StrEnum):
    """Where a comment stands."""

    PENDING = "pending"
    """Accepted, not scored yet."""
    HELD = "held"
    """Waits for a person."""
    APPROVED = "approved"
    REJECTED = "rejected"
    SPAM = "spam"
    ERASED = "erased"
    """A tombstone: text and personal data are gone, the audit log stays whole."""


LIVE = tuple(status for status in Status if status is not Status.ERASED)
"""The statuses a comment can be listed under."""

SETTLED = (Status.APPROVED, Status.REJECTED, Status.SPAM)
"""The statuses in which a comment waits for nobody."""

REFUSED = (Status.REJECTED, Status.SPAM)
"""The statuses of what is kept from readers for good."""


class Action(StrEnum):
    """What a person may decide."""

    APPROVE = "approve"
    REJECT = "reject"
    SPAM = "spam"
    HOLD = "hold"


OUTCOMES = {
    Action.APPROVE: Status.APPROVED,
    Action.REJECT: Status.REJECTED,
    Action.SPAM: Status.SPAM,
    Action.HOLD: Status.HELD,
}
"""The status that each action leads to."""


def allowed_actions(status: Status, *, awaits: bool = False) -> tuple[Action, ...]:
    """List what a person may do to a comment of this status: all but what it already is.

    One that is out, or refused, and yet ``awaits`` a person's look may be confirmed.
    """
    if status is Status.ERASED:
        return ()
    confirmable = awaits and status is not Status.HELD
    return tuple(a for a, outcome in OUTCOMES.items() if confirmable or outcome is not status)
