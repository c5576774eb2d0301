"""All measurements of the report, one method for each part of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation import charts
from classifier.evaluation.attacks import measure_disguises
from classifier.evaluation.automation import measure_automation
from classifier.evaluation.benchmarks import NEWS, PERSPECTIVE, TALK, Benchmark
from classifier.evaluation.contenders import Contenders
from classifier.evaluation.identity import measure_identity_bias
from classifier.evaluation.lengths import measure_by_length, measure_long_texts
from classifier.evaluation.reliability import foretell, measure_calibration, sort_into_bins
from classifier.evaluation.slices import SLICES
from classifier.evaluation.slicing import find_reaching, measure_slice
from classifier.evaluation.speed import measure_speed
from classifier.intervals import Figure, Floats, measure_auc, measure_precision, measure_share
from classifier.labels import LABELS
from classifier.scorer import Scorer

PARTS = (
    "benchmarks",
    "false_alarms",
    "identity",
    "disguises",
    "long_texts",
    "held_by_length",
    "automation",
    "calibration",
    "slices",
    "familiarity",
    "speed",
)
"""What is measured, in this order: each by the method of its name."""

WANTED_RECALL = 0.8
TOXIC_IN_STREAM = 0.095
_TEXTS_FOR_SPEED = 5_000
_LONGEST_FOR_SPEED = 400


class Measurements:
    """Measures one scorer on all benchmarks.

    Parameters
    ----------
    scorer : Scorer
    benchmarks : sequence of Benchmark
    contenders : Contenders
    begin : callable
        Told the name of each step as it begins.
    """

    def __init__(
        self,
        scorer: Scorer,
        benchmarks: Sequence[Benchmark],
        contenders: Contenders,
        begin: Callable[[str], None],
    ) -> None:
        self._scorer = scorer
        self._contenders = contenders
        self._begin = begin
        self._benchmarks = {(one.name, one.label): one for one in benchmarks}
        self._scores = {key: contenders.score(one) for key, one in self._benchmarks.items()}

    def measure(self) -> dict[str, Any]:
        """Measure everything there is data for."""
        figures = {"model_id": self._scorer.model_id, "package": self._contenders.package}
        for part in PARTS:
            self._begin(f"measuring {part.replace('_', ' ')}")
            figures[part] = getattr(self, f"_measure_{part}")()
        return figures

    def _measure_benchmarks(self) -> list[dict[str, Any]]:
        return [
            {
                "name": one.name,
                "label": one.label,
                "rows": len(one.labels),
                "positives": int(one.labels.sum()),
                "auc": {who: measure_auc(scores, one.labels) for who, scores in contest.items()},
                "average_precision": {
                    who: measure_precision(scores, one.labels) for who, scores in contest.items()
                },
            }
            for one, contest in zip(self._benchmarks.values(), self._scores.values(), strict=True)
        ]

    def _measure_false_alarms(self) -> dict[str, Any]:
        """Flag healthy news comments at the threshold that finds most toxic Wikipedia comments."""
        talk, news = (self._benchmarks[name, "toxicity"] for name in (TALK, NEWS))
        alarms = {}
        for who in ("ours", "package"):
            on_talk = self._scores[TALK, "toxicity"][who]
            threshold = np.quantile(on_talk[talk.labels == 1], 1 - WANTED_RECALL)
            healthy = self._scores[NEWS, "toxicity"][who][news.labels == 0]
            alarms[who] = measure_share(healthy >= threshold)
        held = find_reaching(self._scorer, news.texts, "hold")
        return {
            "at_80_percent_recall": alarms,
            "held_by_any_label": measure_share(held.any(axis=1)),
            "held_by_label": dict(zip(LABELS, map(measure_share, held.T), strict=True)),
        }

    def _measure_identity(self) -> dict[str, Any]:
        return {
            "toxicity": measure_identity_bias(self._score_toxicity),
            "identity_attack": measure_identity_bias(
                partial(self._contenders.score_ours, label="identity_attack")
            ),
            "package": measure_identity_bias(self._contenders.score_package),
        }

    def _measure_disguises(self) -> dict[str, Any]:
        talk = self._benchmarks[TALK, "toxicity"]
        return {
            "ours": measure_disguises(talk, self._score_toxicity),
            "package": measure_disguises(talk, self._contenders.score_package),
        }

    def _measure_long_texts(self) -> dict[str, Any]:
        talk = self._benchmarks[TALK, "toxicity"]
        ours = measure_long_texts(talk, self._score_toxicity)
        package = measure_long_texts(talk, self._contenders.score_package)
        return {what: {"ours": ours[what], "package": package[what]} for what in ours}

    def _measure_held_by_length(self) -> dict[str, Any]:
        talk = self._benchmarks[TALK, "toxicity"]
        held = find_reaching(self._scorer, talk.texts, "hold")
        return measure_by_length(talk, np.asarray(held.any(axis=1)))

    def _measure_automation(self) -> dict[str, Any]:
        """Mix Wikipedia comments with natural talk until the wanted share is toxic."""
        mixed = [self._benchmarks[name, "toxicity"] for name in (TALK, PERSPECTIVE)]
        labels = np.concatenate([one.labels for one in mixed])
        toxic = np.cumsum(labels) / np.arange(1, len(labels) + 1)
        end = np.flatnonzero(toxic >= TOXIC_IN_STREAM)[-1] + 1
        result: dict[str, Any] = {"rows": int(end), "toxic": float(toxic[end - 1])}
        for who in ("ours", "package"):
            scores = np.concatenate([self._scores[one.name, one.label][who] for one in mixed])
            automation = measure_automation(scores[:end], labels[:end])
            result[who] = vars(automation)
        return result

    def _measure_calibration(self) -> dict[str, Figure]:
        """Expected calibration error on Wikipedia comments."""
        return {
            label: measure_calibration(*self._foretell(label))
            for label in LABELS
            if (TALK, label) in self._benchmarks
        }

    def _foretell(self, label: str) -> tuple[Floats, NDArray[np.float32]]:
        labels = self._benchmarks[TALK, label].labels
        return foretell(self._scores[TALK, label]["ours"], labels), labels

    def _measure_slices(self) -> list[dict[str, Any]]:
        return [measure_slice(self._scorer, part) for part in SLICES]

    def _measure_familiarity(self) -> dict[str, Figure]:
        """Share of each set's comments in words that the model has met."""
        return {
            one.name: measure_share(self._scorer.is_familiar(one.texts))
            for one in self._benchmarks.values()
        }

    def _measure_speed(self) -> dict[str, float]:
        texts = self._benchmarks[NEWS, "toxicity"].texts
        short = [text for text in texts if len(text) < _LONGEST_FOR_SPEED]
        return measure_speed(self._scorer, short[:_TEXTS_FOR_SPEED])

    def draw(self) -> list[str]:
        """Draw the pictures of the report."""
        pictures = [
            charts.draw_curves(self._scores[key], one.labels, f"{one.name}, {one.label}")
            for key, one in self._benchmarks.items()
            if key in {(TALK, "toxicity"), (PERSPECTIVE, "toxicity"), (NEWS, "toxicity")}
        ]
        for label in LABELS:
            if (TALK, label) in self._benchmarks:
                pictures.append(
                    charts.draw_reliability(*sort_into_bins(*self._foretell(label)), label)
                )
                pictures.append(self._draw_histogram(label))
        return pictures

    def _draw_histogram(self, label: str) -> str:
        talk, news = self._benchmarks[TALK, label], self._benchmarks[NEWS, "toxicity"]
        column = LABELS.index(label)
        scores = self._scorer.score(talk.texts)[:, column]
        groups = {
            "with the label": scores[talk.labels == 1],
            "without": scores[talk.labels == 0],
            "news comments": self._scorer.score(news.texts)[:, column],
        }
        return charts.draw_histograms(groups, label)

    def _score_toxicity(self, texts: list[str]) -> Floats:
        return self._contenders.score_ours(texts, "toxicity")
