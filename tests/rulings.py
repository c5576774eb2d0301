"""Verdicts and decisions on their way into the record."""

from service.domain.audit import Actor
from service.domain.comments import Comment
from service.domain.policy import Policy
from service.domain.statuses import Status
from service.domain.verdicts import CLEAN, Reason, ReasonCode, Verdict
from service.store import transitions
from service.store.transitions import Change, Ruling
from tests.people import ALICE

TOXIC = Reason(code=ReasonCode.SCORE, detail="Scored 0.70.", label="toxicity", value=0.7)
LONG = Reason(code=ReasonCode.TOO_LONG, detail="Long.", value=9, threshold=8)
LOOKED = Reason(code=ReasonCode.MODERATOR, detail="Alice has looked.")


def ruling(comment: Comment, status: Status = Status.APPROVED, priority: float = 0.7) -> Ruling:
    """Give what the model and the policy say of a comment."""
    reasons = (CLEAN,) if status is Status.APPROVED else (TOXIC, LONG)
    return Ruling(
        comment=comment,
        verdict=Verdict(status, reasons),
        scores={"toxicity": 0.7},
        model="m1",
        policy=Policy(),
        priority=priority,
    )


def decision(comment: Comment, status: Status = Status.REJECTED, actor: Actor = ALICE) -> Change:
    """Give what a person says of a comment as they saw it."""
    audit = {"action": "decide", "actor": f"{actor.kind}:{actor.id}"}
    return transitions.of_decision(comment, status, [LOOKED], audit)
