"""Scores as steps: what cards show of them, and which of them tell of something offensive."""

from collections.abc import Sequence

from service.api.state import AppState
from service.domain.bands import Band, band_of
from service.domain.policy import Thresholds
from service.domain.verdicts import Scores
from service.moderation.models import thresholds_of

_HARMLESS = ("spam",)
"""What nobody needs to be spared."""


async def read_limits(state: AppState, site: str) -> Thresholds:
    """Read from where on a site holds comments: its policy's thresholds, else the model's."""
    policy = await state["store"].policies.current(site)
    return thresholds_of(policy, state["models"].deciding(site))


def levels_of(scores: Scores, limits: Thresholds) -> list[tuple[str, Band]]:
    """Tell how high all scores are, the highest first."""
    levels = [(label, band_of(label, score, limits)) for label, score in scores.items()]
    return sorted(levels, key=lambda pair: -pair[1].rank)


def offences_in(levels: Sequence[tuple[str, Band]]) -> list[str]:
    """Name what may hurt who reads a text; a person's preferences say what of that is blurred."""
    return [name for name, level in levels if level is Band.HIGH and name not in _HARMLESS]
