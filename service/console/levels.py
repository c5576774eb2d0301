"""Scores as steps: what cards show of them, and which of them tell of something offensive."""

from collections.abc import Sequence
from enum import StrEnum

from service.api.state import AppState
from service.domain.policy import Thresholds
from service.domain.verdicts import Scores
from service.moderation.models import recommended

_HOLD = 0.5
"""From where a label counts as high that neither the policy nor the model has a threshold for."""

_HARMLESS = ("spam",)
"""What nobody needs to be spared."""


class Level(StrEnum):
    """A score in a word. Figures would promise more than a person can make of them."""

    LOW = "low"
    SOME = "some"
    HIGH = "high"
    """High enough for the policy to hold a comment."""

    @property
    def rank(self) -> int:
        """Its place among the others, from 1."""
        return list(Level).index(self) + 1


async def read_limits(state: AppState, site: str) -> Thresholds:
    """Read from where on a site holds comments: its policy's thresholds, else the model's."""
    policy = await state["store"].policies.current(site)
    return {**recommended(state["models"].deciding(site)), **policy.thresholds}


def level_of(label: str, score: float, limits: Thresholds) -> Level:
    """Tell how high a score is, by what the site holds comments for."""
    hold = limits[label].hold if label in limits else _HOLD
    if score >= hold:
        return Level.HIGH
    return Level.SOME if score >= hold / 2 else Level.LOW


def levels_of(scores: Scores, limits: Thresholds) -> list[tuple[str, Level]]:
    """Tell how high all scores are, the highest first."""
    levels = [(label, level_of(label, score, limits)) for label, score in scores.items()]
    return sorted(levels, key=lambda pair: -pair[1].rank)


def offences_in(levels: Sequence[tuple[str, Level]]) -> list[str]:
    """Name what may hurt who reads a text; a person's preferences say what of that is blurred."""
    return [name for name, level in levels if level is Level.HIGH and name not in _HARMLESS]
