"""Changes of state on their way into ``transition.lua``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.audit import Actor
from service.domain.comments import Comment, DecidedBy, revision_of
from service.domain.policy import Policy
from service.domain.statuses import Status
from service.domain.verdicts import Reason, Scores, Verdict
from service.store.codec import PERSONAL_FIELDS, write_reasons, write_scores
from service.store.connection import ScriptCall, to_json
from service.store.keys import SiteKeys


class Outcome(StrEnum):
    """What became of a change of state."""

    DONE = "done"
    STALE = "stale"
    """The comment is no longer what was expected."""
    MISSING = "missing"
    """There is no such comment, or it is erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A verdict on its way into the record."""

    comment: Comment
    verdict: Verdict
    scores: Scores | None
    model: str
    policy: Policy
    priority: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of state, as ``transition.lua`` takes it."""

    comment_id: str
    thread_id: str
    to: Status
    event: str
    audit: Mapping[str, str]
    expect: Mapping[str, str | int] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    drop: Sequence[str] = ()
    reasons: Sequence[Reason] = ()
    priority: float = 0.0
    forget_external_id: str | None = None


def of_ruling(ruling: Ruling) -> Change:
    """Decide a comment by the policy, if it is still pending with the text that was judged."""
    comment, verdict = ruling.comment, ruling.verdict
    basis = {"model": ruling.model, "policy": str(ruling.policy.version)}
    reasons = write_reasons(verdict.reasons)
    return Change(
        comment_id=comment.id,
        thread_id=comment.thread.id,
        to=verdict.status,
        event="comment.decided",
        audit={
            "action": "judge",
            "actor": f"policy:{ruling.policy.version}",
            "reasons": reasons,
            **basis,
        },
        expect={
            "status": Status.PENDING,
            "version": comment.version,
            "revision": comment.revision,
        },
        fields={
            "scores": write_scores(ruling.scores),
            "reasons": reasons,
            "decided_by": DecidedBy.POLICY,
            **basis,
        },
        reasons=verdict.reasons,
        priority=ruling.priority,
    )


def of_decision(
    comment: Comment, to: Status, reasons: Sequence[Reason], audit: Mapping[str, str]
) -> Change:
    """Decide a comment by a person, if it is still at the version they saw."""
    written = write_reasons(reasons)
    return Change(
        comment_id=comment.id,
        thread_id=comment.thread.id,
        to=to,
        event="comment.decided",
        audit={**audit, "reasons": written},
        expect={"version": comment.version},
        fields={"decided_by": DecidedBy.PERSON, "reasons": written},
        reasons=reasons,
        priority=1.0,
    )


def of_edit(comment: Comment, text: str, actor: Actor) -> Change:
    """Replace the text; whatever was decided was decided about another text, and lapses."""
    return Change(
        comment_id=comment.id,
        thread_id=comment.thread.id,
        to=Status.PENDING,
        event="comment.edited",
        audit={"action": "edit", "actor": f"{actor.kind}:{actor.id}"},
        expect={"version": comment.version},
        fields={"text": text, "revision": revision_of(text)},
        drop=("scores", "reasons", "decided_by", "decided_at", "model", "policy"),
    )


def of_erasure(comment: Comment, actor: Actor) -> Change:
    """Take text and personal data away and leave a tombstone."""
    return Change(
        comment_id=comment.id,
        thread_id=comment.thread.id,
        to=Status.ERASED,
        event="comment.erased",
        audit={"action": "erase", "actor": f"{actor.kind}:{actor.id}"},
        fields={"revision": ""},
        drop=PERSONAL_FIELDS,
        forget_external_id=comment.external_id,
    )


def as_script_call(keys: SiteKeys, change: Change) -> ScriptCall:
    """Put a change the way the script reads it."""
    codes = dict.fromkeys(reason.code.value for reason in change.reasons)
    arguments = {
        "id": change.comment_id,
        "to": change.to,
        "expect": dict(change.expect),
        "set": dict(change.fields),
        "drop": list(change.drop),
        "codes": " ".join(codes),
        "priority": change.priority,
        "event": change.event,
        "audit": dict(change.audit),
    }
    forgotten = change.forget_external_id
    known = [keys.once("external", forgotten)] if forgotten else []
    return [*keys.of_transition(change.comment_id, change.thread_id), *known], [to_json(arguments)]
