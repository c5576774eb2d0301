"""A model for benchmarks: scores as plausible as they are quick to make up."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from service.domain.verdicts import LABELS
from service.moderation.models import Span


class PlausibleScorer:
    """Gives scores as a model does: nearly all low, some for people, some refused."""

    model_id = "m-3f9c0a12b7d4"
    labels = LABELS
    thresholds: Mapping[str, Mapping[str, float]] = {
        label: {"hold": 0.5, "reject": 0.9} for label in LABELS
    }

    def __init__(self) -> None:
        self._chance = np.random.default_rng(7)

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Draw from a curve of which 4% lie above 0.5 on one label, and 2% above 0.9."""
        shape = (len(texts), len(LABELS))
        low = self._chance.beta(0.6, 30, shape)
        worst = self._chance.random(len(texts)) < 0.06
        low[worst, self._chance.integers(len(LABELS))] = self._chance.uniform(0.4, 1, worst.sum())
        return low.astype(np.float32)

    def read(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_], list[str | None]]:
        """Score, know every word, and take everything for English."""
        return self.score(texts), self.is_trusted(texts), self.detect(texts)

    def deciding(self, _site: str) -> "PlausibleScorer":
        """Be the model."""
        return self

    async def get(self, _model_id: str) -> "PlausibleScorer":
        """Be any model."""
        return self

    def tells_in(self, _language: str) -> bool:
        """Know every language."""
        return True

    def is_trusted(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Know every word."""
        return np.ones(len(texts), dtype=np.bool_)

    def detect(self, texts: Sequence[str]) -> list[str | None]:
        """Take everything for English."""
        return ["en"] * len(texts)

    def is_hedged(self, _text: str, _language: str | None) -> bool:
        """Find no quotations."""
        return False

    def explain(self, _text: str, _labels: Sequence[str] | None = None) -> Sequence[Span]:
        """Explain nothing."""
        return []
