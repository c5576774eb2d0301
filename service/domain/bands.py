"""Scores in words, for people. Figures would promise more than a person can make of them."""

from enum import StrEnum

from service.domain.policy import Thresholds

_HOLD = 0.5
"""From where a label counts as high that neither the policy nor the model has a threshold for."""


class Band(StrEnum):
    """How high a score is, by what the site holds comments for."""

    LOW = "low"
    SOME = "some"
    HIGH = "high"
    """High enough for the policy to hold a comment."""

    @property
    def rank(self) -> int:
        """Its place among the others, from 1."""
        return list(Band).index(self) + 1


def band_of(label: str, score: float, thresholds: Thresholds) -> Band:
    """Tell how high a score is."""
    hold = thresholds[label].hold if label in thresholds else _HOLD
    if score >= hold:
        return Band.HIGH
    return Band.SOME if score >= hold / 2 else Band.LOW
