"""Judging a stored comment again: by what it says, and by what was known when it arrived.

Whatever was a matter of the moment (who was banned, how fast somebody wrote, how many wrote the
same) is gone when a comment is judged again. It is taken from the reasons that were written down
then; a check that left no reason found nothing. So the same model and the same policy always come
to the same verdict again, and a change is the doing of the one that is new.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from service.domain.authors import History
from service.domain.floods import Flood
from service.domain.policy import Mode, Policy
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode

_LASTING = {ReasonCode.HONEYPOT, ReasonCode.BANNED, ReasonCode.FLOOD_DECISION}
_OF_THE_AUTHOR = {ReasonCode.NEW_AUTHOR, ReasonCode.TRUSTED}


def is_lasting(status: Status, reasons: Sequence[Reason]) -> bool:
    """Tell whether a verdict stands whatever the comment says.

    It was refused for who sent it or where to, or a person has ordered it for the whole flood.
    """
    codes = {reason.code for reason in reasons}
    closed = ReasonCode.THREAD_MODE in codes and status is Status.REJECTED
    return closed or not codes.isdisjoint(_LASTING)


def recall(
    reasons: Sequence[Reason], policy: Policy, mode: Mode | None, history: History | None
) -> Mapping[str, Any]:
    """Give what a case has of the moment of arrival, by the names of `Case`.

    Parameters
    ----------
    reasons : sequence of Reason
        Of the verdict that stands.
    policy : Policy
        By which it is judged now.
    mode : Mode, optional
        The thread's own, if it has one.
    history : History, optional
        The author's as it is now, if the policy asks for what the one before did not.
    """
    values = {reason.code: reason.value for reason in reasons}
    paces = {
        "author": values.get(ReasonCode.FLOOD_BY_AUTHOR),
        "address": values.get(ReasonCode.FLOOD_BY_ADDRESS),
    }
    repeats = values.get(ReasonCode.REPEATED)
    return {
        "mode": _mode(values, policy, mode),
        "pace": {kind: int(pace) for kind, pace in paces.items() if pace},
        "flood": Flood("", int(repeats)) if repeats else None,
        "history": _history(values, policy, history),
    }


def _mode(codes: Mapping[ReasonCode, object], policy: Policy, mode: Mode | None) -> Mode:
    """Closing a thread, or letting everything wait, concerns what comes after, not what is out."""
    if ReasonCode.THREAD_MODE in codes:
        return Mode.HOLD_ALL
    now = mode or policy.mode
    return now if now is Mode.POST else Mode.PRE


def _history(
    values: Mapping[ReasonCode, float | None], policy: Policy, now: History | None
) -> History:
    for code in _OF_THE_AUTHOR:
        if code in values:
            return History(approved=int(values[code] or 0))
    # Neither new nor trusted: as the policy found them when it judged the first time.
    return now or History(approved=policy.first_comments_held, recent="r")
