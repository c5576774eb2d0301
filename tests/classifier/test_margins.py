from concurrent.futures import ThreadPoolExecutor
from operator import mul

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from classifier.alphabets import Alphabet
from classifier.folding import fold
from classifier.labels import LABELS
from classifier.margins import Model, measure_margins, measure_windows
from classifier.windows import WINDOW, cut
from tests.classifier.reference import Reference
from tests.classifier.texts import any_text


@given(st.lists(any_text(), max_size=5))
@settings(max_examples=400, deadline=None)
def test_margins_equal_the_plain_reference_bit_for_bit(
    alphabet: Alphabet, terms: NDArray[np.uint64], model: Model, texts: list[str]
) -> None:
    reference = Reference(alphabet, terms)
    margins = measure_margins(fold(texts, alphabet, terms), model)
    assert margins.tolist() == [reference.measure(text, model) for text in texts]


@given(st.lists(st.builds(mul, any_text(), st.integers(1, 40)), max_size=3))
@settings(max_examples=100, deadline=None)
def test_long_texts_do_too(
    alphabet: Alphabet, terms: NDArray[np.uint64], model: Model, texts: list[str]
) -> None:
    reference = Reference(alphabet, terms)
    margins = measure_margins(fold(texts, alphabet, terms), model)
    assert margins.tolist() == [reference.measure(text, model) for text in texts]


def test_a_batch_scores_as_its_texts_do_alone(
    alphabet: Alphabet, terms: NDArray[np.uint64], model: Model
) -> None:
    texts = [f"comment {i} " * (i % 50) for i in range(300)]
    batch = measure_margins(fold(texts, alphabet, terms), model)
    alone = [measure_margins(fold([text], alphabet, terms), model)[0] for text in texts]
    np.testing.assert_array_equal(batch, alone)


def test_threads_may_share_a_model(
    alphabet: Alphabet, terms: NDArray[np.uint64], model: Model
) -> None:
    texts = [f"thread {i} says something of its own" * 5 for i in range(500)]
    expected = measure_margins(fold(texts, alphabet, terms), model)
    with ThreadPoolExecutor(8) as pool:
        futures = [
            pool.submit(lambda: measure_margins(fold(texts, alphabet, terms), model))
            for _ in range(32)
        ]
    for future in futures:
        np.testing.assert_array_equal(future.result(), expected)


def test_a_long_text_scores_as_its_worst_window(
    alphabet: Alphabet, terms: NDArray[np.uint64], model: Model
) -> None:
    text = " ".join(f"word{i % 37} and{i % 11} more" for i in range(WINDOW // 4))
    folded = fold([text], alphabet, terms)
    windows = cut(folded.codes, folded.bounds)
    n = len(windows.texts)
    by_themselves = windows._replace(texts=np.arange(n), discounts=np.zeros(n))
    bounds = np.zeros(n + 1, np.int64)  # one text for each
    found = measure_windows(folded._replace(bounds=bounds), by_themselves, model)
    stretches = windows.discounts > 0
    found -= windows.discounts[:, np.newaxis]
    found[stretches, LABELS.index("spam")] = -np.inf
    assert stretches.sum() > 3
    assert (~stretches).sum() > 3
    np.testing.assert_array_equal(measure_margins(folded, model)[0], found.max(axis=0))


def test_an_endless_word_is_scored_too(
    alphabet: Alphabet, terms: NDArray[np.uint64], model: Model
) -> None:
    texts = ["ab" * (3 * WINDOW), "x y " * WINDOW]
    assert np.isfinite(measure_margins(fold(texts, alphabet, terms), model)).all()
