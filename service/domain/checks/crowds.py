"""Checks of what comes together: floods of one text, hasty authors, readers' reports."""

from collections.abc import Iterator

from service.domain.cases import Case, Finding
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode


def flood_decision(case: Case) -> Iterator[Finding]:
    """What a person has ordered for this flood also goes for who comes late."""
    order = case.flood.order if case.flood else None
    if order is not None:
        detail = f"It follows decision {order.decision} on nearly the same text, by {order.by}."
        yield Finding(order.to, Reason(code=ReasonCode.FLOOD_DECISION, detail=detail), final=True)


def repeats(case: Case) -> Iterator[Finding]:
    """The same text, or nearly, again and again, whoever sends it."""
    limit, value = case.policy.repeats_held, case.flood.texts if case.flood else 1
    if value >= limit:
        detail = f"Nearly the same text came {value} times within the window."
        reason = Reason(code=ReasonCode.REPEATED, detail=detail, value=value, threshold=limit)
        yield Finding(Status.HELD, reason)


def author_pace(case: Case) -> Iterator[Finding]:
    """One author writes faster than people do."""
    limit = case.policy.author_pace
    value = max(case.pace.get("author", 0), case.pace.get("email", 0))
    if value > limit:
        detail = f"The author sent {value} comments within the window."
        reason = Reason(
            code=ReasonCode.FLOOD_BY_AUTHOR, detail=detail, value=value, threshold=limit
        )
        yield Finding(Status.HELD, reason)


def address_pace(case: Case) -> Iterator[Finding]:
    """More comes from one address than one household writes."""
    limit, value = case.policy.address_pace, case.pace.get("address", 0)
    if value > limit:
        detail = f"{value} comments came from one address within the window."
        reason = Reason(
            code=ReasonCode.FLOOD_BY_ADDRESS, detail=detail, value=value, threshold=limit
        )
        yield Finding(Status.HELD, reason)


def reports(case: Case) -> Iterator[Finding]:
    """Enough readers have complained."""
    limit, value = case.policy.reports_held, case.reports
    if value >= limit:
        detail = f"{value} readers have reported it."
        reason = Reason(code=ReasonCode.REPORTS, detail=detail, value=value, threshold=limit)
        yield Finding(Status.HELD, reason)
