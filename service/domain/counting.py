"""What a change of state adds to a site's figures: names of counters, kept by the hour and the day.

======================================  ==========================================================
counter                                 counts
======================================  ==========================================================
``verdict:<status>``                    automatic decisions, by what they came to
``verdict:people``                      what the policy left to people, be it held or out meanwhile
``reason:<code>``                       verdicts that had this among their reasons
``drawn:<status>``                      automatic decisions drawn for a person to check
``decision:<status>``                   people's decisions
``sample:<status>:right``, ``:wrong``   what people said of those drawn, by what the policy had said
``model:<lean>:<said>``                 what people said, by what the model took for likelier
``second:<first>:<second>``             second opinions, by what both said (``answer_again.lua``)
``wait:policy:<b>``, ``wait:person:<b>``  time from arrival to decision, see `estimates.waits`
======================================  ==========================================================
"""

from collections.abc import Sequence
from enum import StrEnum

from service.domain.comments import Comment, DecidedBy
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode, Scores, Verdict


class Side(StrEnum):
    """On which side of the one question an opinion stands."""

    APPROVE = "approve"
    REFUSE = "refuse"


_LIKELIER = 0.5
"""A label of this probability or more is likelier there than not: the model would refuse."""


def side_of(status: Status) -> Side:
    """Tell whether a status lets a comment out."""
    return Side.APPROVE if status is Status.APPROVED else Side.REFUSE


def lean_of(scores: Scores) -> Side:
    """Tell what the model takes for likelier, whatever the policy makes of it."""
    return Side.REFUSE if max(scores.values()) >= _LIKELIER else Side.APPROVE


def counts_of_verdict(comment: Comment, verdict: Verdict) -> list[str]:
    """Name what a verdict counts as; a second look at what is out already is no new one."""
    if comment.status is not Status.PENDING:
        return []
    drawn = _is_drawn(verdict.reasons)
    automatic = is_automatic(verdict)
    codes = dict.fromkeys(reason.code for reason in verdict.reasons)
    return [
        f"verdict:{verdict.status if automatic else 'people'}",
        *([f"drawn:{verdict.status}"] if drawn else []),
        *(f"reason:{code}" for code in codes),
    ]


def is_automatic(verdict: Verdict) -> bool:
    """Tell whether no person is needed; one who checks a random sample is not."""
    return not verdict.awaits or (_is_drawn(verdict.reasons) and verdict.status is not Status.HELD)


def counts_of_decision(comment: Comment, to: Status) -> list[str]:
    """Name what a person's decision counts as, from the comment as it was before.

    Only the first person's word on a comment says something of the model and of the policy.
    """
    counts = [f"decision:{to}"]
    if to is Status.HELD or comment.decided_by is not DecidedBy.POLICY:
        return counts
    if comment.scores:
        counts.append(f"model:{lean_of(comment.scores)}:{side_of(to)}")
    if _is_drawn(comment.reasons) and comment.awaits:
        # Only what is out can be reported, and held for that.
        said = Status.APPROVED if comment.status is Status.HELD else comment.status
        right = side_of(said) is side_of(to)
        counts.append(f"sample:{said}:{'right' if right else 'wrong'}")
    return counts


def _is_drawn(reasons: Sequence[Reason]) -> bool:
    return any(reason.code is ReasonCode.AUDIT_SAMPLE for reason in reasons)
