"""Verdicts and decisions on their way into the record."""

from dataclasses import replace

from service.domain.audit import Actor
from service.domain.comments import Comment
from service.domain.policy import Policy
from service.domain.statuses import OUTCOMES, Status
from service.domain.verdicts import CLEAN, Reason, ReasonCode, Verdict
from service.store import transitions
from service.store.changes import Change
from service.store.transitions import Ruling
from tests.people import ALICE

TOXIC = Reason(code=ReasonCode.SCORE, detail="Scored 0.70.", label="toxicity", value=0.7)
LONG = Reason(code=ReasonCode.TOO_LONG, detail="Long.", value=9, threshold=8)
LOOKED = Reason(code=ReasonCode.MODERATOR, detail="Alice has looked.")
UNREAD = Reason(code=ReasonCode.NOT_SCORED, detail="It could not be scored.")

ACTIONS = {outcome: action for action, outcome in OUTCOMES.items()}


def ruling(
    comment: Comment,
    status: Status = Status.APPROVED,
    score: float = 0.7,
    flood: str | None = None,
    *,
    asks: bool = False,
) -> Ruling:
    """Give what the model and the policy say of a comment; ``asks``: for a person's look, too."""
    fine = status is Status.APPROVED and not asks
    return Ruling(
        comment=comment,
        verdict=Verdict(status, (CLEAN,) if fine else (TOXIC, LONG), asks=asks),
        scores={"toxicity": score},
        model="m1",
        policy=Policy(),
        flood=flood,
    )


def unread(comment: Comment) -> Ruling:
    """Let a comment out that could not be scored, to be looked at again at once."""
    verdict = Verdict(Status.APPROVED, (UNREAD,))
    return replace(ruling(comment), verdict=verdict, scores=None, recheck_ms=0)


def decision(
    comment: Comment,
    status: Status = Status.REJECTED,
    actor: Actor = ALICE,
    act: str = "an-act",
    note: str | None = None,
) -> Change:
    """Give what a person says of a comment as they saw it."""
    audit = {
        "action": ACTIONS[status].value,
        "actor": str(actor),
        "decision": act,
        **({"note": note} if note else {}),
    }
    return transitions.of_decision(comment, status, [LOOKED], audit)
