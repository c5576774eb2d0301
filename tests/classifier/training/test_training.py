from pathlib import Path

import numpy as np
import pytest

from classifier import LABELS, training
from classifier.artifacts import load_artifact
from classifier.evaluation import evaluate
from classifier.folding import fold
from classifier.margins import measure_margins
from classifier.scorer import Scorer
from classifier.training import advertisements, train
from classifier.training.corpora import clean_labels, read_corpus
from classifier.training.features import CommentVectorizer
from classifier.training.fitting import fit_coefficients
from classifier.training.tables import quantise
from tests.classifier.data import THEMES, write_data

BITS = 14


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "BITS", BITS)
        train(data, out)
    return out


def test_what_was_taught_is_found(trained: Path) -> None:
    scorer = Scorer.load(trained)
    for column, words in enumerate(THEMES.values()):
        scores = scorer.score([f"the garden was {word} today" for word in words.split()])
        harmless = scorer.score(["the garden was lovely today"])[0, column]
        assert (scores[:, column] > harmless).all(), LABELS[column]


def test_training_again_gives_the_same_model(
    data: Path, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "BITS", BITS)
    manifest = train(data, tmp_path)
    assert manifest["model_id"] == Scorer.load(trained).model_id
    for name in ("weights.npz", "manifest.json", "MODEL_CARD.md"):
        assert (tmp_path / name).read_bytes() == (trained / name).read_bytes()


def test_only_permitted_sources_are_learnt_from(trained: Path) -> None:
    manifest = load_artifact(trained).manifest
    rows = {one["source"]: one["rows"] for one in manifest["sources"]}
    assert rows.keys() == {"jigsaw_wiki", "reddit_misogyny", advertisements.SOURCE}
    assert rows["jigsaw_wiki"] + rows["reddit_misogyny"] == 900
    assert sum(rows.values()) == manifest["training_rows"]


def test_licences_are_a_setting(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "BITS", 8)
    with pytest.raises(ValueError, match="no comments under"):
        train(data, tmp_path, licences=["MIT"])


def test_the_manifest_says_where_thresholds_come_from(trained: Path) -> None:
    manifest = load_artifact(trained).manifest
    for label in LABELS:
        evidence, thresholds = manifest["development"][label], manifest["thresholds"][label]
        assert thresholds == {name: evidence[name] for name in ("hold", "reject")}
        assert evidence["measured_on"]
        assert 0 < evidence["positives"] < evidence["rows"]
    assert "threat" in manifest["notes"]


def test_the_manifest_says_how_well_each_language_is_told(trained: Path) -> None:
    english = Scorer.load(trained).languages["en"]
    assert 0.9 < english["low"] <= english["value"] <= english["high"] <= 1
    assert 0 < english["positives"] < english["rows"]


def test_scorer_equals_the_fitted_pipeline_up_to_rounding(data: Path) -> None:
    rows = clean_labels(read_corpus((data / "train").glob("*.gz")))
    vectorizer = CommentVectorizer(bits=BITS)
    coefficients, intercepts = fit_coefficients(vectorizer, rows, print)
    weights = coefficients * vectorizer.idf_[:, np.newaxis]
    model = quantise(weights, intercepts, BITS, kept=1.0)
    texts = [*rows.texts, *write_anything(2_000), "", "gay bargain " * 20]
    features = vectorizer.transform(texts)
    exact = features @ coefficients + intercepts
    folded = fold(texts, vectorizer.alphabet_, vectorizer.terms_)
    # Each weight is off by half a unit at most.
    bound = abs(features / vectorizer.idf_).sum(axis=1)[:, np.newaxis] * model.scales / 2
    assert (np.abs(measure_margins(folded, model) - exact) <= bound + 1e-5).all()


def write_anything(n: int) -> list[str]:
    random = np.random.default_rng(0)
    planes = (0x80, 0x600, 0x3000, 0xD800, 0x110000)
    return ["".join(map(chr, random.integers(0, planes[i % 5], i % 120))) for i in range(n)]


def test_evaluation_writes_report_and_card(data: Path, trained: Path, tmp_path: Path) -> None:
    figures = evaluate(trained, data, tmp_path)
    page = (tmp_path / "report.html").read_text()
    assert page.count("<svg") == page.count("</svg>") > 4
    assert (tmp_path / "report.json").exists()
    talk = next(one for one in figures["benchmarks"] if one["label"] == "toxicity")
    assert talk["auc"]["ours"]["low"] <= talk["auc"]["ours"]["value"] <= talk["auc"]["ours"]["high"]
    assert talk["auc"]["ours"]["value"] > 0.9 > talk["auc"]["package"]["value"]
    small = [
        *figures["calibration"].values(),
        *figures["familiarity"].values(),
        *figures["false_alarms"]["held_by_label"].values(),
        *(one[name] for one in figures["slices"] for name in ("held", "rejected", "hedged")),
        *figures["identity"]["toxicity"]["terms"]["gay"].values(),
    ]
    assert all(one["low"] <= one["value"] <= one["high"] for one in small)
    assert any(one["low"] < one["high"] for one in small)
    card = (trained / "MODEL_CARD.md").read_text()
    assert figures["model_id"] in card
    assert "Perspective" in card
