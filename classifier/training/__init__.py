"""Train the classifier from a folder of labelled comments and save it.

::

    train(data, out, licences=PERMITTED, progress=print) -> dict

Training is deterministic: the same data, code and libraries give the same artifact, byte for byte.
"""

import platform
import unicodedata
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from classifier.artifacts import Artifact, save_artifact
from classifier.familiarity import learn_words
from classifier.folding import fold
from classifier.labels import LABELS
from classifier.margins import Model
from classifier.progress import Listener, Steps, tell_nobody
from classifier.training.advertisements import make_corpus
from classifier.training.cards import write_card
from classifier.training.corpora import Corpus, clean_labels, count_sources, read_corpus
from classifier.training.developing import Development, write_notes
from classifier.training.features import CommentVectorizer
from classifier.training.fitting import IDENTITY_WEIGHT, RECIPE, fit_model
from classifier.training.licences import PERMITTED, is_permitted

BITS = 20
NEWS = "ucc_globe_mail"
"""Ordinary news comments: never trained on, only asked how often a threshold is wrong there."""

_SEED = 0


def train(
    data: Path,
    out: Path,
    *,
    licences: Iterable[str] = PERMITTED,
    progress: Listener = tell_nobody,
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
        Told which step begins, how many are done, and how many there are.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    FileNotFoundError
        If `data` holds no labelled comments.
    ValueError
        If none of them is under a permitted licence.
    """
    steps = Steps(3 + len(LABELS), progress)
    steps.begin("reading")
    corpus, news = _read(data, tuple(licences))
    corpus = corpus.extend(make_corpus(_SEED))
    rows = corpus.select(corpus.splits == "train")
    vectorizer = CommentVectorizer(bits=BITS)
    model = fit_model(vectorizer, rows, steps.begin)
    steps.begin("calibrating and choosing thresholds")
    development = Development(corpus.select(corpus.splits == "dev"), news)
    artifact = _build_artifact(vectorizer, model, rows, development)
    save_artifact(artifact, out)
    write_card(out, artifact.model_id, artifact.manifest)
    return {"model_id": artifact.model_id, **artifact.manifest}


def _read(data: Path, licences: tuple[str, ...]) -> tuple[Corpus, list[str]]:
    """Read the permitted rows, labels cleaned, and the texts of ordinary news comments."""
    everything = read_corpus((data / "train").glob("*.jsonl.gz"))
    permitted = [
        is_permitted(licence, source, licences)
        for licence, source in zip(everything.licences, everything.sources, strict=True)
    ]
    if not any(permitted):
        raise ValueError(f"there are no comments under {', '.join(licences)}")
    news = everything.select(everything.sources == NEWS)
    return clean_labels(everything.select(np.array(permitted))), news.texts


def _build_artifact(
    vectorizer: CommentVectorizer, model: Model, rows: Corpus, development: Development
) -> Artifact:
    curves, measured = development.measure(model, vectorizer.alphabet_, vectorizer.terms_)
    arrays = {
        "weights": model.weights.reshape(-1),
        "scales": model.scales,
        "intercepts": model.intercepts,
        "terms": vectorizer.terms_,
        "words": learn_words(fold(rows.texts, vectorizer.alphabet_, vectorizer.terms_)),
        **{f"alphabet_{name}": array for name, array in vectorizer.alphabet_._asdict().items()},
        **{f"curve_{name}": array for name, array in curves._asdict().items()},
    }
    manifest = {
        "labels": LABELS,
        "recipe": RECIPE,
        "identity_weight": IDENTITY_WEIGHT,
        "bits": vectorizer.bits,
        **measured,
        "notes": write_notes(rows),
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
        **{package: version(package) for package in packages},
    }
