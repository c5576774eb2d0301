"""Models as the use cases see them: loaded, and which of them speaks on which site."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from service.domain.policy import Policy, Threshold, Thresholds


class Span(Protocol):
    """Part of a text and what it adds to the score of a label; places are code points."""

    @property
    def begin(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it has ended."""

    @property
    def label(self) -> str:
        """The label it speaks for, or against."""

    @property
    def contribution(self) -> float:
        """How much, in log-odds."""


class Scorer(Protocol):
    """A loaded model. Any number of threads may share it."""

    @property
    def model_id(self) -> str:
        """Name of the model: stored beside every score."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels, in the order of the columns that `score` gives."""

    @property
    def thresholds(self) -> Mapping[str, Mapping[str, float]]:
        """What the manifest recommends: by label, ``hold`` and perhaps ``reject``."""

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give calibrated probabilities, shape (texts, labels)."""

    def read(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_], list[str | None]]:
        """Do `score`, `is_trusted` and `detect` at once, for less than two of them cost."""

    def is_trusted(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Tell of each text whether its scores mean anything: not in words it never met."""

    def tells_in(self, language: str) -> bool:
        """Tell whether the scores of texts in a language (ISO 639-1) mean anything."""

    def detect(self, texts: Sequence[str]) -> list[str | None]:
        """Name the language of each text, where it can be told."""

    def is_hedged(self, text: str, language: str | None) -> bool:
        """Tell whether a text's worst words seem quoted, reported or denied, in its language."""

    def explain(self, text: str, labels: Sequence[str] | None = None) -> Sequence[Span]:
        """Give what each part of a text contributes."""


class Models(Protocol):
    """The models that a process has at hand."""

    def deciding(self, site: str) -> Scorer:
        """Give the model that decides on a site.

        It may be another one the next time: who takes it for a batch keeps it for the batch.
        """

    async def get(self, model_id: str) -> Scorer:
        """Give a model by its id, loaded if need be; it is kept at hand for a while.

        Raises
        ------
        NotFoundError
            There is none.
        UnavailableError
            It has to be loaded, and the record does not answer.
        """


def recommended(scorer: Scorer) -> Thresholds:
    """Read the thresholds that a model comes with."""
    return {label: Threshold(**limits) for label, limits in scorer.thresholds.items()}


def thresholds_of(policy: Policy, scorer: Scorer) -> Thresholds:
    """Give the policy's thresholds, completed by what the model recommends."""
    return {**recommended(scorer), **policy.thresholds}
