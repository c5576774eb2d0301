"""Train the classifier from a folder of labelled comments and save it.

::

    train(data, out, licences=PERMITTED, progress=print) -> Manifest

Training is deterministic: the same data, code and libraries give the same artifact, byte for byte.
"""

import hashlib
import platform
import unicodedata
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from classifier.artifacts import Artifact, save_artifact
from classifier.corpora import Corpus, clean_labels, count_sources, read_corpus
from classifier.developing import Development
from classifier.features import CommentVectorizer, blank_identities
from classifier.grams import Model
from classifier.labels import LABELS
from classifier.licences import PERMITTED, is_permitted
from classifier.regression import SourceAwareRegression
from classifier.tables import quantise

BITS = 20
KEPT_BUCKETS = 0.5
REFERENCE = "jigsaw_wiki"
NEWS = "ucc_globe_mail"
"""Ordinary news comments: never trained on, only asked how often a threshold is wrong there."""

Progress = Callable[[str], None]


def train(
    data: Path,
    out: Path,
    *,
    licences: Iterable[str] = PERMITTED,
    progress: Progress = lambda _: None,
) -> dict[str, Any]:
    """Train on the rows of ``data/train`` under the given licences; write the artifact to `out`.

    Parameters
    ----------
    data : Path
        Folder with ``train/*.jsonl.gz``.
    out : Path
        Folder to write; its artifact is overwritten.
    licences : iterable of str
        How the licence notes of permitted rows begin.
    progress : callable
        Told what is being done.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    FileNotFoundError
        If `data` holds no labelled comments.
    """
    progress("reading")
    corpus, news = _read(data, tuple(licences))
    rows = corpus.select(corpus.splits == "train")
    vectorizer = CommentVectorizer(bits=BITS)
    progress(f"hashing {len(rows)} comments")
    model = _fit(vectorizer, rows, progress)
    progress("calibrating and choosing thresholds")
    development = Development(corpus.select(corpus.splits == "dev"), news)
    artifact = _build_artifact(vectorizer, model, rows, development)
    save_artifact(artifact, out)
    return {"model_id": artifact.model_id, **artifact.manifest}


def _read(data: Path, licences: tuple[str, ...]) -> tuple[Corpus, list[str]]:
    """Read the permitted rows, labels cleaned, and the texts of ordinary news comments."""
    everything = read_corpus((data / "train").glob("*.jsonl.gz"))
    permitted = [
        is_permitted(licence, source, licences)
        for licence, source in zip(everything.licences, everything.sources, strict=True)
    ]
    news = everything.select(everything.sources == NEWS)
    return clean_labels(everything.select(np.array(permitted))), news.texts


def _fit(vectorizer: CommentVectorizer, rows: Corpus, progress: Progress) -> Model:
    features = vectorizer.fit_transform(rows.texts)
    blanked = blank_identities(features, vectorizer.bits)
    fitted = []
    for label in LABELS:
        progress(f"fitting {label}")
        fitted.append(_fit_label(label, features if label == "identity_attack" else blanked, rows))
    coefficients = np.stack([one.coef_ for one in fitted], axis=1)
    return quantise(
        coefficients * vectorizer.idf_[:, np.newaxis],
        np.array([one.intercept_ for one in fitted]),
        vectorizer.bits,
        KEPT_BUCKETS,
    )


def _fit_label(label: str, features: csr_array, rows: Corpus) -> SourceAwareRegression:
    labels = rows.get(label)
    known = np.flatnonzero(~np.isnan(labels))
    regression = SourceAwareRegression(reference=REFERENCE)
    return regression.fit(features[known], labels[known].astype(int), rows.sources[known])


def _build_artifact(
    vectorizer: CommentVectorizer, model: Model, rows: Corpus, development: Development
) -> Artifact:
    curves, measured = development.measure(model, vectorizer.alphabet_, vectorizer.terms_)
    arrays = {
        "weights": model.weights,
        "scales": model.scales,
        "intercepts": model.intercepts,
        "terms": vectorizer.terms_,
        **{f"alphabet_{name}": array for name, array in vectorizer.alphabet_._asdict().items()},
        **{f"curve_{name}": array for name, array in curves._asdict().items()},
    }
    manifest = {
        "labels": LABELS,
        "bits": vectorizer.bits,
        **measured,
        "training_rows": len(rows),
        "sources": count_sources(rows),
        "versions": _list_versions(),
    }
    return Artifact(arrays, manifest)


def _list_versions() -> dict[str, str]:
    packages = ("numba", "numpy", "scikit-learn", "scipy")
    return {
        "python": platform.python_version(),
        "unicode": unicodedata.unidata_version,
        "code": _hash_code(),
        **{package: version(package) for package in packages},
    }


def _hash_code() -> str:
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:12]
