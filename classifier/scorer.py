"""Scores and explanations for comments: all that serving needs of the classifier."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from classifier.alphabets import Alphabet
from classifier.artifacts import Artifact, ArtifactError, load_artifact
from classifier.curves import Curves, calibrate
from classifier.explanations import Span, explain_margins
from classifier.familiarity import find_familiar
from classifier.folded import Folded
from classifier.folding import fold
from classifier.grams import count_buckets
from classifier.hedging import WORST, is_hedged
from classifier.labels import LABELS
from classifier.languages import detect_all
from classifier.margins import N_LABELS, Margins, Model, measure_margins

__all__ = ["Readings", "Scorer", "Span"]

HEDGED_LABELS = ("toxicity", "identity_attack", "threat")
"""Labels whose worst words are asked about."""

LEAST_QUALITY = 0.65
"""The scores in a language are trusted if the model told toxicity at least so well, surely.

That is the lower end of the interval of the AUC on development rows; a half is guessing.
"""

_WARM_UP = ("", "A first comment, so that the next one need not wait.")


class Readings(NamedTuple):
    """What a model makes of a batch of comments.

    Attributes
    ----------
    scores : ndarray of float32, shape (n, n_labels)
        As `Scorer.score` gives them.
    trusted : ndarray of bool, shape (n,)
        As `Scorer.is_trusted` gives them.
    languages : list of str or None
        As `Scorer.detect` gives them.
    """

    scores: NDArray[np.float32]
    trusted: NDArray[np.bool_]
    languages: list[str | None]


class Scorer:
    """A loaded model.

    Scoring holds no lock and no state: any number of threads may share one scorer, and the
    kernels run outside Python's own lock.

    Parameters
    ----------
    artifact : Artifact

    Attributes
    ----------
    model_id : str
    labels : tuple of str
    thresholds : mapping of str to mapping
        ``hold`` and ``reject`` of each label.
    languages : mapping of str to mapping
        For each language that was learnt, how well toxicity is told in it: the AUC (``value``)
        with its interval (``low``, ``high``), and the ``rows`` and ``positives`` it is of.
    manifest : mapping

    Raises
    ------
    ArtifactError
        If the artifact lacks an array or is for other labels.
    """

    def __init__(self, artifact: Artifact) -> None:
        self.model_id = artifact.model_id
        self.labels = LABELS
        self.manifest = artifact.manifest
        try:
            self._model, self._curves, self._alphabet = _unpack(artifact)
            self._terms, self._words = artifact.arrays["terms"], artifact.arrays["words"]
            self.thresholds: Mapping[str, Mapping[str, float]] = {
                label: dict(artifact.manifest["thresholds"][label]) for label in LABELS
            }
        except (KeyError, TypeError) as error:
            raise ArtifactError(f"the model {self.model_id} lacks {error}") from error
        self.languages: Mapping[str, Mapping[str, float]] = artifact.manifest.get("languages", {})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load a model from its folder.

        Raises
        ------
        ArtifactError
            If it is damaged, foreign, or of a newer format.
        """
        return cls(load_artifact(Path(path)))

    def read(self, texts: Sequence[str]) -> Readings:
        """Score comments, name their languages, and tell whose scores mean anything.

        This costs half of what asking for each by itself does.
        """
        folded, languages = self._fold(texts), self.detect(texts)
        return Readings(
            calibrate(measure_margins(folded, self._model), self._curves),
            self._find_trusted(folded, languages),
            languages,
        )

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Score comments against all labels.

        Parameters
        ----------
        texts : sequence of str
            Any strings, empty ones and lone surrogates included.

        Returns
        -------
        ndarray of float32, shape (len(texts), len(self.labels))
            Calibrated probabilities, each above 0 and below 1 before rounding.
        """
        return calibrate(self.measure(texts), self._curves)

    def measure(self, texts: Sequence[str]) -> Margins:
        """Return the log-odds before calibration, shape (len(texts), len(self.labels))."""
        return measure_margins(self._fold(texts), self._model)

    def _fold(self, texts: Sequence[str]) -> Folded:
        return fold(texts, self._alphabet, self._terms)

    def explain(self, text: str, labels: Sequence[str] | None = None) -> list[Span]:
        """Say what each word of a comment contributes to its scores.

        Parameters
        ----------
        text : str
        labels : sequence of str, optional
            All labels by default.

        Returns
        -------
        list of Span
            For each label, the words of the comment, largest contribution first.

        Raises
        ------
        ValueError
            If a label is unknown.
        """
        columns = [LABELS.index(label) for label in LABELS if labels is None or label in labels]
        if labels is not None and len(columns) < len(set(labels)):
            raise ValueError(f"unknown labels: {sorted(set(labels) - set(LABELS))}")
        return explain_margins(text, self._fold([text]), self._model, columns)

    def is_familiar(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Tell of each comment whether it is in words that the model has met.

        Scores of unfamiliar comments, as in a language that it never learnt, mean little.
        """
        return find_familiar(self._fold(texts), self._words)

    def detect(self, texts: Sequence[str]) -> list[str | None]:
        """Name the language of each comment; None for those too short or unclear to tell."""
        return detect_all(texts)

    def is_trusted(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Tell of each comment whether its scores mean anything.

        Those of comments in unfamiliar words do not, nor those of comments in another language
        than the ones that the model tells toxicity in, if that was measured.
        """
        return self._find_trusted(self._fold(texts), self.detect(texts))

    def _find_trusted(self, folded: Folded, languages: list[str | None]) -> NDArray[np.bool_]:
        trusted = find_familiar(folded, self._words)
        for place, language in enumerate(languages):
            if language is not None and not self.tells_in(language):
                trusted[place] = False
        return trusted

    def tells_in(self, language: str) -> bool:
        """Tell whether scores of comments in a language (ISO 639-1) mean anything."""
        measured = self.languages.get(language)
        return not self.languages or (measured is not None and measured["low"] >= LEAST_QUALITY)

    def is_hedged(self, text: str, language: str | None) -> bool:
        """Tell whether a comment's worst words seem quoted, reported or negated, not meant.

        The language is as `detect` names it.
        """
        columns = [LABELS.index(label) for label in HEDGED_LABELS]
        worst = explain_margins(text, self._fold([text]), self._model, columns, WORST)
        return is_hedged(text, worst, language)

    def warm_up(self) -> None:
        """Compile the kernels, or load them from Numba's disk cache."""
        self.read(_WARM_UP)
        self.is_hedged(_WARM_UP[1], None)


def _unpack(artifact: Artifact) -> tuple[Model, Curves, Alphabet]:
    arrays, bits = artifact.arrays, int(artifact.manifest["bits"])
    if tuple(artifact.manifest["labels"]) != LABELS:
        raise ArtifactError(f"the model {artifact.model_id} is for other labels")
    weights = arrays["weights"]
    if weights.size != count_buckets(bits) * N_LABELS:
        raise ArtifactError(f"the model {artifact.model_id} has a table of the wrong size")
    return (
        Model(weights.reshape(-1, N_LABELS), arrays["scales"], arrays["intercepts"], bits),
        Curves(*(arrays[f"curve_{name}"] for name in Curves._fields)),
        Alphabet(*(arrays[f"alphabet_{name}"] for name in Alphabet._fields)),
    )
