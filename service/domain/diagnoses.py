"""What an examination of the service has to say."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    """It works, and somebody should look at it."""
    BAD = "bad"
    """Something promised does not hold."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at."""

    what: str
    level: Level
    found: str
    remedy: str = ""
    """What to do; empty where there is nothing to be done."""


def diagnose(what: str, found: str, *, good: bool, remedy: str, worst: Level) -> Diagnosis:
    """Say that something is as it should be, or how bad it is and what to do."""
    return Diagnosis(what, Level.GOOD, found) if good else Diagnosis(what, worst, found, remedy)
