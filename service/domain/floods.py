"""Floods: nearly the same text, many times over, decided once."""

from dataclasses import dataclass

from service.domain.statuses import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodOrder:
    """What a person has ordered for later arrivals of a flood."""

    to: Status
    by: str
    decision: str
    """The act it was part of; undoing that lifts the order."""
    until: int

    def is_on(self, at: int) -> bool:
        """Tell whether it is in force."""
        return at < self.until


@dataclass(frozen=True, slots=True)
class Flood:
    """The flood a text belongs to, be it the only one in it."""

    id: str
    """The revision of its first text."""
    texts: int = 1
    """How many came within the window, this one included."""
    order: FloodOrder | None = None
