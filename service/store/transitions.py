"""Which change of state comes of a verdict, a decision, a report, an edit, an erasure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from service.domain import counting
from service.domain.audit import Actor
from service.domain.comments import Comment, DecidedBy, revision_of
from service.domain.policy import Policy
from service.domain.reviews import places
from service.domain.statuses import Status
from service.domain.verdicts import Reason, Scores, Verdict
from service.store.acts import Before
from service.store.changes import Change
from service.store.codec import (
    PERSONAL_FIELDS,
    write_decision_notes,
    write_reasons,
    write_scores,
)

_OF_A_VERDICT = (
    "scores",
    "reasons",
    "decided_by",
    "model",
    "policy",
    "flood",
    "decision",
)
"""What lapses when the text changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A verdict on its way into the record."""

    comment: Comment
    verdict: Verdict
    scores: Scores | None
    model: str
    policy: Policy
    flood: str | None = None
    recheck_ms: int | None = None
    """The verdict was given without scores; when to try again."""


def of_ruling(ruling: Ruling) -> Change:
    """Decide a comment by the policy, if it is what was judged, and no person has spoken."""
    comment, verdict = ruling.comment, ruling.verdict
    basis = {"model": ruling.model, "policy": str(ruling.policy.version)}
    reasons = write_reasons(verdict.reasons)
    flood = {"flood": ruling.flood} if ruling.flood else {}
    return Change(
        comment=comment,
        to=verdict.status,
        event="comment.decided",
        audit={
            "action": "judge",
            "actor": f"policy:{ruling.policy.version}",
            "reasons": reasons,
            **basis,
        },
        expect={
            "status": comment.status,
            "version": str(comment.version),
            "revision": comment.revision,
        },
        fields={
            "scores": write_scores(ruling.scores),
            "reasons": reasons,
            "decided_by": DecidedBy.POLICY,
            **basis,
            **flood,
        },
        places=_places(comment, ruling.scores or {}, verdict.reasons) if verdict.awaits else {},
        flood=ruling.flood,
        due_ms=ruling.recheck_ms,
        counts=counting.counts_of_verdict(comment, verdict),
        waited=DecidedBy.POLICY
        if comment.version == 1 and counting.is_automatic(verdict)
        else None,
    )


def of_rescoring(
    comment: Comment, verdict: Verdict, scores: Scores, basis: Mapping[str, str], rescoring: str
) -> Change:
    """Decide a comment by the policy once more, if it is what was judged again.

    ``basis`` is the model and the policy of the verdict. The scores themselves are written apart.
    """
    reasons = write_reasons(verdict.reasons)
    return Change(
        comment=comment,
        to=verdict.status,
        event="comment.decided",
        audit={
            "action": "rescore",
            "actor": f"policy:{basis['policy']}",
            "reasons": reasons,
            "rescoring": rescoring,
            **basis,
        },
        expect={
            "status": comment.status,
            "version": str(comment.version),
            "revision": comment.revision,
            "decided_by": DecidedBy.POLICY,
        },
        fields={"reasons": reasons, "policy": basis["policy"]},
        places=_places(comment, scores, verdict.reasons) if verdict.awaits else {},
        flood=comment.flood,
    )


def of_decision(
    comment: Comment, to: Status, reasons: Sequence[Reason], audit: Mapping[str, str]
) -> Change:
    """Decide a comment by a person, if it is still at the version they saw.

    A note among what the log is told is kept with the comment.
    """
    written = write_reasons(reasons)
    answered = {"reports_answered": str(comment.reports)} if comment.reports else {}
    return Change(
        comment=comment,
        to=to,
        event="comment.decided",
        audit={**audit, "reasons": written},
        expect={"version": str(comment.version)},
        fields={
            "decided_by": DecidedBy.PERSON,
            "reasons": written,
            "decision": audit["decision"],
            **answered,
            **_noted(comment, audit.get("note")),
        },
        places=_places(comment, comment.scores, reasons) if to is Status.HELD else {},
        counts=counting.counts_of_decision(comment, to),
        waited=DecidedBy.PERSON if comment.awaits and to is not Status.HELD else None,
    )


def of_report(comment: Comment, to: Status, reason: Reason, reports: int, actor: Actor) -> Change:
    """Put a reported comment before a person; whose decision stood is told by the audit log."""
    others = tuple(r for r in comment.reasons if r.code is not reason.code)
    reasons = (*others, reason)
    reopened = {"decided_by": DecidedBy.POLICY} if to is not comment.status else {}
    return Change(
        comment=comment,
        to=to,
        event="comment.reported",
        audit={
            "action": "report",
            "actor": str(actor),
            "reasons": write_reasons([reason]),
        },
        expect={"version": str(comment.version)},
        fields={"reports": str(reports), "reasons": write_reasons(reasons), **reopened},
        places=places(comment.scores, reasons, reports, comment.received_at),
        flood=comment.flood,
    )


def of_undoing(comment: Comment, before: Before, audit: Mapping[str, str]) -> Change:
    """Put back what a decision changed, if nobody has changed it since."""
    decided = {"decided_by": before.decided_by} if before.decided_by else {}
    restored = replace(
        comment,
        status=before.status,
        decided_by=before.decided_by,
        awaits=before.awaits,
        reasons=before.reasons,
    )
    return Change(
        comment=comment,
        to=before.status,
        event="comment.decided",
        audit={**audit, "reasons": write_reasons(before.reasons)},
        expect={"version": str(before.version)},
        fields={"reasons": write_reasons(before.reasons), **decided},
        drop=() if before.decided_by else ("decided_by",),
        places=_places(comment, comment.scores, before.reasons) if before.awaits else {},
        flood=comment.flood,
        due_ms=_due_again(restored),
        counts=counting.counts_of_decision(restored, comment.status),
        by=-1,
    )


def of_edit(comment: Comment, text: str, actor: Actor, keep_ms: int = 0) -> Change:
    """Replace the text; whatever was decided was decided about another text, and lapses.

    The text before is kept for ``keep_ms``, 0 for ever: what people decided is about it.
    """
    return Change(
        comment=comment,
        to=Status.PENDING,
        event="comment.edited",
        audit={"action": "edit", "actor": str(actor)},
        expect={"version": str(comment.version)},
        fields={"text": text, "revision": revision_of(text)},
        drop=_OF_A_VERDICT,
        due_ms=0,
        revisions_ms=keep_ms,
    )


def of_erasure(comment: Comment, actor: Actor) -> Change:
    """Take text and personal data away and leave a tombstone."""
    return Change(
        comment=comment,
        to=Status.ERASED,
        event="comment.erased",
        audit={"action": "erase", "actor": str(actor)},
        fields={"revision": ""},
        drop=PERSONAL_FIELDS,
    )


def _noted(comment: Comment, note: str | None) -> Mapping[str, str]:
    """Give the notes that a comment has with this one, which the next version is decided with."""
    if note is None:
        return {}
    notes = {**comment.decision_notes, comment.version + 1: note}
    return {"decision_notes": write_decision_notes(notes)}


def _due_again(comment: Comment) -> int | None:
    """Tell when a comment is to be scored: at once if it waits for that, else never."""
    return 0 if comment.status is Status.PENDING or comment.is_out_unread else None


def _places(comment: Comment, scores: Scores, reasons: Sequence[Reason]) -> Mapping[str, float]:
    return places(scores, reasons, comment.reports, comment.received_at)
