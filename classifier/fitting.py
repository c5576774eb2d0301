"""Fit all labels on the same rows, and join them into one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from classifier.corpora import Corpus
from classifier.disguising import disguise_some
from classifier.features import CommentVectorizer, blank_identities
from classifier.grams import Model
from classifier.labels import LABELS
from classifier.regression import SourceAwareRegression
from classifier.tables import quantise

RECIPE = 1
"""Goes up with every change to what is learnt from the same comments."""

KEPT_BUCKETS = 0.5
DISGUISED_WEIGHT = 0.5
ABOUT_IDENTITY = "identity_attack"
"""The one label that may learn from words that name groups of people."""

REFERENCE = "jigsaw_wiki"
"""Source whose intercept is kept."""

SOURCE_WEIGHTS: Mapping[str, float] = {
    "jigsaw_wiki": 2.0,
    "wiki_toxicity_testset": 2.0,
    "cat_wiki_context": 2.0,
    "civil_wiki_mixed_demo": 2.0,
    "reddit_misogyny": 2.0,
    "davidson_twitter": 0.3,
    "mlma_en": 0.3,
    "wiki_articles_benign": 0.3,
}
"""People talking to each other count double; tweets found by a list of slurs, and prose, little."""

SETTINGS: Mapping[str, Mapping[str, Any]] = {"spam": {"C": 1.0, "share": 0.0}}
"""Where a label differs from the regression's own settings: spam has few rows of two kinds."""

_SEED = 0

Progress: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class _Examples:
    """Rows to fit on, the disguised ones after the others; `places` lead back to the corpus."""

    features: csr_array
    places: NDArray[np.intp]
    weights: NDArray[np.float64]


def fit_model(vectorizer: CommentVectorizer, rows: Corpus, progress: Progress) -> Model:
    """Fit the vectoriser and one regression for each label, and quantise the weights."""
    coefficients, intercepts = fit_coefficients(vectorizer, rows, progress)
    weights = coefficients * vectorizer.idf_[:, np.newaxis]
    return quantise(weights, intercepts, vectorizer.bits, KEPT_BUCKETS)


def fit_coefficients(
    vectorizer: CommentVectorizer, rows: Corpus, progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit the vectoriser and one regression for each label.

    Returns
    -------
    coefficients : ndarray of float64, shape (n_features, n_labels)
    intercepts : ndarray of float64, shape (n_labels,)
    """
    progress(f"hashing {len(rows)} comments")
    examples = _gather(vectorizer, rows)
    blanked = blank_identities(examples.features, vectorizer.bits)
    fitted = []
    for label in LABELS:
        progress(f"fitting {label}")
        features = examples.features if label == ABOUT_IDENTITY else blanked
        fitted.append(_fit_label(rows, label, features, examples))
    return (
        np.stack([one.coef_ for one in fitted], axis=1),
        np.array([one.intercept_ for one in fitted]),
    )


def _gather(vectorizer: CommentVectorizer, rows: Corpus) -> _Examples:
    drawn, disguised = disguise_some(rows.texts, _SEED)
    plain = vectorizer.fit_transform(rows.texts)
    weights = np.array([SOURCE_WEIGHTS.get(source, 1.0) for source in rows.sources.tolist()])
    return _Examples(
        vstack([plain, vectorizer.transform(disguised)], format="csr"),
        np.concatenate([np.arange(len(rows)), drawn]),
        np.concatenate([weights, DISGUISED_WEIGHT * weights[drawn]]),
    )


def _fit_label(
    rows: Corpus, label: str, features: csr_array, examples: _Examples
) -> SourceAwareRegression:
    labels = rows.get(label)[examples.places]
    known = np.flatnonzero(~np.isnan(labels))
    settings = SETTINGS.get(label, {})
    return SourceAwareRegression(reference=REFERENCE, random_state=_SEED, **settings).fit(
        features[known],
        labels[known].astype(int),
        rows.sources[examples.places[known]],
        examples.weights[known],
    )
