import random
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from classifier.artifacts import Artifact
from classifier.detecting import name_languages
from classifier.familiarity import BITS
from classifier.languages import LANGUAGES, detect, load_detector
from classifier.scorer import LEAST_QUALITY, Scorer

SENTENCES = {
    "en": "The council should have asked the people who live there first.",
    "de": "Der Gemeinderat h\u00e4tte zuerst die Anwohner fragen sollen.",
    "fi": "T\u00e4m\u00e4 on suomenkielinen kommentti uutisten alla",
    "ru": "\u042d\u0442\u043e \u043e\u0447\u0435\u043d\u044c \u0445\u043e\u0440\u043e\u0448\u0430\u044f \u043d\u043e\u0432\u043e\u0441\u0442\u044c \u0434\u043b\u044f \u0432\u0441\u0435\u0445",  # noqa: E501
    "ja": "\u3053\u308c\u306f\u3068\u3066\u3082\u826f\u3044\u8a18\u4e8b\u3067\u3059\u306d",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentences_are_told_apart(language: str) -> None:
    assert detect(SENTENCES[language]) == language


@pytest.mark.parametrize(
    "text",
    ["", "Danke sehr", "@anna @ben @carl https://example.org/a ok", "\U0001f600" * 20, "\ud800"],
)
def test_what_is_too_short_is_not_guessed(text: str) -> None:
    assert detect(text) is None


def test_letters_without_sense_have_no_language() -> None:
    assert detect("xq zzk vvp qqx jkw") is None


def test_every_language_is_one_that_the_detector_knows() -> None:
    assert set(load_detector().languages) == set(LANGUAGES)


def test_the_kernel_says_what_the_library_says() -> None:
    library = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    library.set_languages(LANGUAGES)
    chance = random.Random(3)
    words = [word for sentence in SENTENCES.values() for word in sentence.split()]
    texts = [" ".join(chance.choices(words, k=chance.randint(1, 60))) for _ in range(300)]
    names, shares = name_languages(load_detector(), [library._encode(text) for text in texts])
    expected = [library.classify(text) for text in texts]
    assert names == [name for name, _share in expected]
    assert shares == pytest.approx([share for _name, share in expected], abs=1e-4)


def test_threads_may_share_the_detector() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(detect, [*SENTENCES.values()] * 20)) == [*SENTENCES] * 20


def test_comments_in_languages_never_learnt_are_not_trusted(shipped: Scorer) -> None:
    texts = [SENTENCES["en"], SENTENCES["fi"], "ok"]
    assert shipped.detect(texts) == ["en", "fi", None]
    assert shipped.is_trusted(texts).tolist() == [True, False, True]


def test_languages_that_the_model_guesses_in_are_not_trusted(artifact: Artifact) -> None:
    quality = {"de": {"low": LEAST_QUALITY}, "en": {"low": LEAST_QUALITY - 0.1}}
    every_word = np.full((1 << BITS) // 8, 255, np.uint8)
    arrays = {**artifact.arrays, "words": every_word}
    scorer = Scorer(Artifact(arrays, {**artifact.manifest, "languages": quality}))
    assert scorer.is_familiar([*SENTENCES.values()]).all()
    trusted = scorer.is_trusted([*SENTENCES.values()]).tolist()
    assert dict(zip(SENTENCES, trusted, strict=True)) == dict.fromkeys(SENTENCES, False) | {
        "de": True
    }


def test_a_model_that_says_nothing_of_languages_is_trusted_in_familiar_words(
    artifact: Artifact,
) -> None:
    words = np.zeros((1 << BITS) // 8, np.uint8)
    scorer = Scorer(Artifact({**artifact.arrays, "words": words}, artifact.manifest))
    assert scorer.is_trusted([SENTENCES["fi"], "ok"]).tolist() == [False, True]
