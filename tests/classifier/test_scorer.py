import random
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier import LABELS
from classifier.artifacts import Artifact, ArtifactError, save_artifact
from classifier.scorer import Scorer
from classifier.windows import STRETCH
from tests.classifier.texts import any_text


def test_serving_loads_no_scikit_learn() -> None:
    code = """
import sys
from multiprocessing import get_context
from classifier.artifacts import SHIPPED
from classifier.scorer import Scorer
Scorer.load(SHIPPED).score(["hello"])
# Numba itself looks at scipy's build where scipy is installed, hence the module of it.
print([name for name in ("sklearn", "scipy.sparse") if name in sys.modules])
"""
    printed = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert printed.strip() == "[]"


def test_scores_have_a_row_for_each_text_and_a_column_for_each_label(shipped: Scorer) -> None:
    scores = shipped.score(["Good morning", "", "You stupid idiot"])
    assert scores.shape == (3, len(LABELS))
    assert scores.dtype == np.float32
    assert shipped.score([]).shape == (0, len(LABELS))


def test_the_shipped_model_tells_an_insult_from_thanks(shipped: Scorer) -> None:
    texts = ["Thank you for this article.", "You are a stupid f\u00fccking 1d\u0456ot"]
    thanks, insult = (set(_find_held(shipped, text)) for text in texts)
    assert {"toxicity", "insult", "profanity"} <= insult
    assert thanks == set()


def _find_held(scorer: Scorer, text: str) -> list[str]:
    scores = zip(LABELS, scorer.score([text])[0], strict=True)
    return [label for label, score in scores if score >= scorer.thresholds[label]["hold"]]


def test_thresholds_are_given_for_every_label(shipped: Scorer) -> None:
    assert tuple(shipped.thresholds) == LABELS
    assert all(0 < t["hold"] <= t["reject"] <= 1 for t in shipped.thresholds.values())


@given(any_text())
@settings(max_examples=100, deadline=None)
def test_any_text_gets_probabilities(shipped: Scorer, text: str) -> None:
    scores = shipped.score([text])
    assert ((scores > 0) & (scores < 1)).all()


@given(any_text(), st.sampled_from([1, 1, 5, 50]))
@settings(max_examples=100, deadline=None)
def test_contributions_add_up_to_the_margin(shipped: Scorer, text: str, times: int) -> None:
    spans = shipped.explain(text * times)
    for column, label in enumerate(LABELS):
        total = sum(span.contribution for span in spans if span.label == label)
        margin = shipped.measure([text * times])[0, column] - shipped.measure([""])[0, column]
        discount = total - margin  # of a long text's stretch: at least a half, else nothing
        assert discount == pytest.approx(0, abs=1e-9) or discount > 0.5


@given(st.lists(any_text(), max_size=5))
@settings(max_examples=50, deadline=None)
def test_reading_says_what_each_question_alone_says(shipped: Scorer, texts: list[str]) -> None:
    readings = shipped.read(texts)
    np.testing.assert_array_equal(readings.scores, shipped.score(texts))
    np.testing.assert_array_equal(readings.trusted, shipped.is_trusted(texts))
    assert readings.languages == shipped.detect(texts)


def test_spans_mark_the_words_of_the_original(shipped: Scorer) -> None:
    text = "Well, (you) are an \uff49 d i o t!!"
    worst = shipped.explain(text, ["insult"])[0]
    assert text[worst.begin : worst.end] == "\uff49 d i o t"
    assert worst.contribution > 0


def test_long_texts_are_explained_by_their_worst_window(shipped: Scorer) -> None:
    text = "A quiet sentence about gardens. " * 200 + "You fucking moron. " + "Roses again. " * 300
    spans = shipped.explain(text, ["toxicity"])
    assert text[spans[0].begin : spans[0].end] in {"fucking", "moron"}


def test_a_stretch_of_a_long_text_is_found_and_explained(shipped: Scorer) -> None:
    harmless = [f"Sentence {i} is about the {i}th garden of our town." for i in range(12)]
    text = " ".join([*harmless[:6], "You are a fucking moron.", *harmless[6:]])
    told = shipped.explain(text, ["toxicity"])
    worst = [text[span.begin : span.end] for span in told if span.contribution > 0.5]
    assert "moron" in worst
    assert max(span.end for span in told) - min(span.begin for span in told) <= STRETCH


def test_a_word_that_is_longer_than_a_window_is_explained(shipped: Scorer) -> None:
    chance = random.Random(1)
    for length in (900, 1_400, 3_000):
        text = "idiot " + "".join(chance.choices("abcdefghij0123456789_", k=length))
        told = shipped.explain(text)
        assert told
        assert all(0 <= s.begin < s.end <= len(text) for s in told)


def test_unknown_labels_cannot_be_explained(shipped: Scorer) -> None:
    with pytest.raises(ValueError, match="sarcasm"):
        shipped.explain("oh great", ["sarcasm"])


def test_a_model_for_other_labels_is_refused(artifact: Artifact, tmp_path: Path) -> None:
    other = Artifact(artifact.arrays, {**artifact.manifest, "labels": ["toxicity"]})
    save_artifact(other, tmp_path)
    with pytest.raises(ArtifactError, match="other labels"):
        Scorer.load(tmp_path)


@pytest.mark.parametrize("name", ["weights", "terms", "alphabet_pool", "curve_log_odds"])
def test_a_model_that_lacks_an_array_is_refused(artifact: Artifact, name: str) -> None:
    arrays = {key: array for key, array in artifact.arrays.items() if key != name}
    with pytest.raises(ArtifactError, match=name):
        Scorer(Artifact(arrays, artifact.manifest))


def test_a_forked_worker_scores_as_its_parent(shipped: Scorer) -> None:
    """Celery's prefork pool uses the kernels that its parent compiled."""
    texts = ["You stupid idiot", "Thank you"]
    expected = shipped.score(texts)
    with get_context("fork").Pool(1) as pool:
        scores = pool.apply(shipped.score, (texts,))
    np.testing.assert_array_equal(scores, expected)


def test_condemning_an_insult_is_hedged_and_making_one_is_not(shipped: Scorer) -> None:
    assert shipped.is_hedged('He called her a "stupid cow", which is unacceptable.', "en")
    assert not shipped.is_hedged("You are a stupid cow.", "en")
    assert not shipped.is_hedged("", None)


def test_texts_in_languages_never_learnt_are_unfamiliar(shipped: Scorer) -> None:
    texts = [
        "The new bridge opens in the spring, says the mayor.",
        "T\u00e4m\u00e4 on suomenkielinen kommentti uutisten alla",
        "To jest komentarz pod artyku\u0142em o pogodzie",
    ]
    assert shipped.is_familiar(texts).tolist() == [True, False, False]
