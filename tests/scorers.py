"""A model whose scores can be told from the text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from service.domain import verdicts

LABELS = ("toxicity", "spam")


@dataclass(frozen=True)
class Span:
    begin: int
    end: int
    label: str
    contribution: float


class WordScorer:
    """Finds every text clean but those with `awful`, `hmm` or `casino` in them.

    It takes `they said` for a quotation, and `zyzzyva` for Finnish, which it never learnt.
    Where models are asked for, it is the only one.
    """

    model_id = "m-words"
    labels: tuple[str, ...] = LABELS
    thresholds: Mapping[str, Mapping[str, float]] = {
        label: {"hold": 0.4, "reject": 0.9} for label in LABELS
    }

    def deciding(self, site: str) -> Self:
        return self

    async def get(self, model_id: str) -> Self:
        assert model_id == self.model_id
        return self

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [
            [max(0.95 * ("awful" in t), 0.5 * ("hmm" in t)), 0.99 * ("casino" in t)] for t in texts
        ]
        return np.array(rows, dtype=np.float32).reshape(len(texts), len(LABELS))

    def read(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_], list[str | None]]:
        return self.score(texts), self.is_trusted(texts), self.detect(texts)

    def detect(self, texts: Sequence[str]) -> list[str | None]:
        return ["fi" if "zyzzyva" in text else None for text in texts]

    def is_trusted(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        return np.array(["zyzzyva" not in text for text in texts], dtype=np.bool_)

    def tells_in(self, language: str) -> bool:
        return language != "fi"

    def is_hedged(self, text: str, language: str | None) -> bool:
        return "they said" in text

    def explain(self, text: str, labels: Sequence[str] | None = None) -> list[Span]:
        at = text.find("awful")
        return (
            [Span(at, at + 5, "toxicity", 3.5)]
            if at >= 0 and "toxicity" in (labels or LABELS)
            else []
        )


class LabelScorer(WordScorer):
    """Finds in a text the labels whose names stand in it."""

    model_id = "m-labels"
    labels = verdicts.LABELS
    thresholds: Mapping[str, Mapping[str, float]] = {
        label: {"hold": 0.4, "reject": 0.9} for label in labels
    }

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [[0.95 * (label in text) for label in self.labels] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), len(self.labels))


class WatchedScorer(WordScorer):
    """Keeps the batches it was given, chokes on `poison`, and gives NaN for `nothing`."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.meanwhile: Callable[[], None] = lambda: None
        self.broken = False

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(list(texts))
        self.meanwhile()
        if self.broken or any("poison" in text for text in texts):
            raise RuntimeError("I cannot")
        table = super().score(texts)
        table[["nothing" in text for text in texts]] = np.nan
        return table
