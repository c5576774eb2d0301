"""Our scorer and what it is compared with."""

from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation.benchmarks import Benchmark
from classifier.labels import LABELS
from classifier.scorer import Scorer

PACKAGE = "alt-profanity-check"


class Contenders:
    """Scores of all contenders for a benchmark.

    Parameters
    ----------
    scorer : Scorer
    """

    def __init__(self, scorer: Scorer) -> None:
        from profanity_check import predict_prob  # noqa: PLC0415 - loads its model when imported

        self._scorer = scorer
        self._predict = predict_prob
        self.package = f"{PACKAGE} {version(PACKAGE)}"

    def score(self, benchmark: Benchmark) -> dict[str, NDArray[np.float64]]:
        """Score a benchmark's texts; the package has one score for every label."""
        scores = {
            "ours": self.score_ours(benchmark.texts, benchmark.label),
            "package": self.score_package(benchmark.texts),
        }
        if benchmark.perspective is not None:
            scores["perspective"] = benchmark.perspective
        return scores

    def score_ours(self, texts: list[str], label: str) -> NDArray[np.float64]:
        """Return the log-odds of one label before calibration."""
        return self._scorer.measure(texts)[:, LABELS.index(label)]

    def score_package(self, texts: list[str]) -> NDArray[np.float64]:
        """Return the package's probabilities."""
        return np.asarray(self._predict(texts), np.float64)
