"""Changes of state on their way into ``transition.lua``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.comments import Comment
from service.domain.statuses import LIVE, Status
from service.store.codec import short_name
from service.store.connection import ScriptCall, to_json
from service.store.entries import write_audit
from service.store.keys import SiteKeys


class Outcome(StrEnum):
    """What became of a change of state."""

    DONE = "done"
    STALE = "stale"
    """The comment is no longer what was expected."""
    MISSING = "missing"
    """There is no such comment, or it is erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of state, as ``transition.lua`` takes it."""

    comment: Comment
    to: Status
    event: str
    audit: Mapping[str, str]
    expect: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    drop: Sequence[str] = ()
    places: Mapping[str, float] = field(default_factory=dict)
    flood: str | None = None
    due_ms: int | None = None
    revisions_ms: int | None = None
    """How long the text before this one is kept; 0: for ever."""
    counts: Sequence[str] = ()
    """Counters that it raises, see `service.domain.counting`."""
    by: int = 1
    waited: str | None = None
    """For whom: the time from arrival on is counted."""


def as_script_call(keys: SiteKeys, change: Change) -> ScriptCall:
    """Put a change the way the script reads it."""
    arguments = {
        "id": change.comment.id,
        "to": change.to,
        "authors": len(change.comment.identities),
        "expect": _under_short_names(change.expect),
        "set": _under_short_names(change.fields),
        "drop": [*map(short_name, change.drop)],
        "places": " ".join(f"{name}={rank}" for name, rank in change.places.items()),
        "flood": change.flood,
        "due": change.due_ms,
        "revisions": change.revisions_ms,
        "event": change.event,
        "actor": change.audit["actor"],
        "audit": write_audit(change.audit),
        "counts": list(change.counts) or None,
        "by": change.by,
        "waited": change.waited,
    }
    known = {name: value for name, value in arguments.items() if value is not None}
    return _keys_of(keys, change.comment), [to_json(known)]


def _under_short_names(fields: Mapping[str, str]) -> dict[str, str]:
    return {short_name(name): value for name, value in fields.items()}


def _keys_of(keys: SiteKeys, comment: Comment) -> list[str]:
    """List the keys of ``transition.lua``, in its order."""
    return [
        keys.comment(comment.id),
        keys.pending,
        keys.attempts,
        keys.audit,
        keys.events,
        keys.outbox,
        keys.thread(comment.thread.id),
        keys.queue(""),
        keys.claims,
        keys.claimants,
        keys.comment(""),
        *(keys.status(status) for status in LIVE),
        keys.subscriptions,
        keys.revisions(comment.id),
        keys.figures(""),
        *(keys.who(identity) for identity in comment.identities),
        *(keys.by(identity) for identity in comment.identities),
    ]
