"""Fit all labels on the same rows, and join them into one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from classifier.labels import LABELS
from classifier.margins import Model
from classifier.training.corpora import Corpus
from classifier.training.disguising import disguise_some
from classifier.training.features import CommentVectorizer, dampen_identities, split_words
from classifier.training.regression import SourceAwareRegression
from classifier.training.tables import quantise

RECIPE = 4
"""Goes up with every change to what is learnt from the same comments."""

KEPT_BUCKETS = 0.75
DISGUISED_WEIGHT = 0.5
ABOUT_IDENTITY = "identity_attack"
"""The one label that learns from words that name groups of people as from any others."""

IDENTITY_WEIGHT = 0.3
"""What such words count for in the other labels, so that the name of a group decides no score.

At 0, sentences that differ in the group they name are told apart a little better (by 0.01 AUC),
and natural talk a little worse; at 1, harmless mentions of a group are held too often.
"""

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

HARMLESS_TALK = (
    "jigsaw_wiki",
    "wiki_toxicity_testset",
    "cat_wiki_context",
    "civil_wiki_mixed_demo",
    "reddit_misogyny",
    "discord_automod",
)
"""Sources whose harmless comments are taken for no advertising, though nobody said so."""

ASSUMED_WEIGHT = 0.015
SPAM_WEIGHTS: Mapping[str, float] = {
    "youtube_spam": 6.0,
    "telegram_spam": 3.0,
    "sms_spam": 0.3,
}
"""For spam, comments count most, text messages least, and what we wrote ourselves between them."""

SETTINGS: Mapping[str, Mapping[str, Any]] = {"spam": {"C": 1.0, "share": 0.0}}
"""Where a label differs from the regression's own settings: spam has few rows of two kinds."""

SHARES = (0.65, 0.35)
"""What the fits on characters and on words count for.

Apart, each has to explain a comment by itself. Words count less, since they are the first to be
disguised and the last to be met again in other inflections.
"""

_SEED = 0

Begin: TypeAlias = Callable[[str], None]
"""Told the name of each step as it begins."""


@dataclass(frozen=True, eq=False)
class _Examples:
    """Rows to fit on, the disguised ones after the others; `places` lead back to the corpus."""

    features: csr_array
    places: NDArray[np.intp]
    weights: NDArray[np.float64]


def fit_model(vectorizer: CommentVectorizer, rows: Corpus, begin: Begin) -> Model:
    """Fit the vectoriser and one regression for each label, and quantise the weights."""
    coefficients, intercepts = fit_coefficients(vectorizer, rows, begin)
    weights = coefficients * vectorizer.idf_[:, np.newaxis]
    return quantise(weights, intercepts, vectorizer.bits, KEPT_BUCKETS)


def fit_coefficients(
    vectorizer: CommentVectorizer, rows: Corpus, begin: Begin
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit the vectoriser and one regression for each label.

    Returns
    -------
    coefficients : ndarray of float64, shape (n_features, n_labels)
    intercepts : ndarray of float64, shape (n_labels,)
    """
    begin(f"hashing {len(rows)} comments")
    examples = _gather(vectorizer, rows)
    plain = split_words(examples.features, vectorizer.bits)
    dampened = [dampen_identities(one, vectorizer.bits, IDENTITY_WEIGHT) for one in plain]
    coefficients = np.zeros((examples.features.shape[1], len(LABELS)))
    intercepts = np.zeros(len(LABELS))
    for column, label in enumerate(LABELS):
        begin(f"fitting {label}")
        parts = plain if label == ABOUT_IDENTITY else dampened
        for share, features in zip(SHARES, parts, strict=True):
            fitted = _fit_label(rows, label, features, examples)
            coefficients[:, column] += share * fitted.coef_
            intercepts[column] += share * fitted.intercept_
    others = [column for column, label in enumerate(LABELS) if label != ABOUT_IDENTITY]
    coefficients[1 << vectorizer.bits :, others] *= IDENTITY_WEIGHT
    return coefficients, intercepts


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
    labels, weights = rows.get(label), np.ones(len(rows))
    if label == "spam":
        labels, weights = _assume_no_spam(rows)
    labels, weights = labels[examples.places], weights[examples.places] * examples.weights
    known = np.flatnonzero(~np.isnan(labels))
    settings = SETTINGS.get(label, {})
    return SourceAwareRegression(reference=REFERENCE, random_state=_SEED, **settings).fit(
        features[known],
        labels[known].astype(int),
        rows.sources[examples.places[known]],
        weights[known],
    )


def _assume_no_spam(rows: Corpus) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Fill in that harmless talk is no spam; return the labels, and weights for each row."""
    labels = rows.get("spam").copy()
    harmless = np.isin(rows.sources, HARMLESS_TALK) & (rows.get("toxicity") == 0)
    assumed = harmless & np.isnan(labels)
    labels[assumed] = 0
    weights = np.array([SPAM_WEIGHTS.get(source, 1.0) for source in rows.sources.tolist()])
    return labels, np.where(assumed, ASSUMED_WEIGHT, weights)
