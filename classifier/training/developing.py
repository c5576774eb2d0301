"""What the development rows say about a model: curves, thresholds and honest figures."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from classifier.alphabets import Alphabet
from classifier.curves import Curves, calibrate, stack_curves
from classifier.folding import fold
from classifier.intervals import measure_auc
from classifier.labels import LABELS
from classifier.margins import Margins, Model, measure_margins
from classifier.training.calibrating import fit_curve
from classifier.training.corpora import Corpus
from classifier.training.thresholds import Scores, choose_thresholds

ORDINARY_TALK = (
    "jigsaw_wiki",
    "wiki_toxicity_testset",
    "cat_wiki_context",
    "civil_wiki_mixed_demo",
)
"""Sources whose development rows calibrate every label that they say both ways."""

TOLD_BY = "toxicity"
"""The label that languages are judged by: the only one that all of them have."""

ENOUGH_POSITIVES = 1000
"""Training rows with a label below which the manifest says that they are too few."""

ONE_SIDED = ("spam",)
"""Labels whose examples are many but all of a kind."""


class Development:
    """Rows held back from training.

    Parameters
    ----------
    rows : Corpus
        With clean labels.
    news : sequence of str
        Ordinary news comments, for false alarms; may be empty.
    """

    def __init__(self, rows: Corpus, news: Sequence[str]) -> None:
        self._rows = rows
        self._news = news

    def measure(
        self, model: Model, alphabet: Alphabet, terms: NDArray[np.uint64]
    ) -> tuple[Curves, dict[str, Any]]:
        """Fit the curves, choose the thresholds, and describe both for the manifest."""
        margins = measure_margins(fold(self._rows.texts, alphabet, terms), model)
        used = {label: self._choose_rows(label) for label in LABELS}
        fitted = [
            fit_curve(margins[rows, column], self._rows.labels[rows, column])
            for column, rows in enumerate(used.values())
        ]
        curves = stack_curves([points for _, points in fitted])
        scores = calibrate(margins, curves)
        news = calibrate(measure_margins(fold(self._news, alphabet, terms), model), curves)
        described = {
            label: self._describe(label, rows, scores, news) | {"calibration": kind}
            for (label, rows), (kind, _) in zip(used.items(), fitted, strict=True)
        }
        thresholds = {
            label: {name: figures[name] for name in ("hold", "reject")}
            for label, figures in described.items()
        }
        return curves, {
            "thresholds": thresholds,
            "development": described,
            "languages": self._measure_languages(margins),
        }

    def _choose_rows(self, label: str) -> NDArray[np.intp]:
        """Take ordinary talk if it says the label both ways, else all that is known."""
        labels = self._rows.get(label)
        ordinary = np.isin(self._rows.sources, ORDINARY_TALK)
        both = len(np.unique(labels[ordinary & ~np.isnan(labels)])) > 1
        return np.flatnonzero(~np.isnan(labels) & (ordinary if both else True))

    def _measure_languages(self, margins: Margins) -> dict[str, dict[str, float]]:
        """Say how well toxicity is told in each language that there are both kinds of rows in."""
        labels, column = self._rows.get(TOLD_BY), LABELS.index(TOLD_BY)
        measured = {}
        for language in np.unique(self._rows.languages).tolist():
            rows = np.flatnonzero((self._rows.languages == language) & ~np.isnan(labels))
            if len(np.unique(labels[rows])) > 1:
                auc = measure_auc(margins[rows, column], labels[rows])
                measured[language] = {
                    **{name: round(value, 4) for name, value in vars(auc).items()},
                    "rows": len(rows),
                    "positives": int(labels[rows].sum()),
                }
        return measured

    def _describe(
        self, label: str, rows: NDArray[np.intp], scores: Scores, news: Scores
    ) -> dict[str, Any]:
        column, labels = LABELS.index(label), self._rows.get(label)[rows]
        chosen = choose_thresholds(label, scores[rows, column], labels, news[:, column])
        return {
            **chosen.describe(),
            "auc": round(float(roc_auc_score(labels, scores[rows, column])), 4),
            "measured_on": sorted(set(self._rows.sources[rows].tolist())),
        }


def write_notes(rows: Corpus) -> dict[str, str]:
    """Say of each label with too little to learn from that this is so."""
    counts = {label: int((rows.get(label) == 1).sum()) for label in LABELS}
    return {
        label: (
            f"only {counts[label]} examples to learn from, of "
            f"{', '.join(_list_sources(rows, label))}: do not act on this score alone"
        )
        for label in LABELS
        if counts[label] < ENOUGH_POSITIVES or label in ONE_SIDED
    }


def _list_sources(rows: Corpus, label: str) -> list[str]:
    return sorted(set(rows.sources[rows.get(label) == 1].tolist()))
