from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.exceptions import SkipTestWarning
from sklearn.utils.estimator_checks import check_estimator

from classifier.alphabets import Alphabet
from classifier.folding import fold
from classifier.margins import Model
from classifier.training.features import (
    CommentVectorizer,
    dampen_identities,
    split_words,
    vectorise_grams,
)


def test_rows_of_the_matrix_have_a_block_for_characters_and_one_for_words(
    alphabet: Alphabet, terms: NDArray[np.uint64], model: Model
) -> None:
    folded = fold(["some words and some more words", "x", ""], alphabet, terms)
    data, indices, indptr = vectorise_grams(folded, model.bits)
    squares = [float((data[a:b] ** 2).sum()) for a, b in pairwise(indptr)]
    np.testing.assert_allclose(squares, [2, 2, 0], rtol=1e-6)
    assert len(data) == len(indices) == indptr[-1]


def test_vectorizer_keeps_the_conventions() -> None:
    with pytest.warns(SkipTestWarning, match="string=True"):  # most checks feed it numbers
        check_estimator(CommentVectorizer(bits=10))


def test_rare_ngrams_weigh_more() -> None:
    vectorizer = CommentVectorizer(bits=12).fit(["common"] * 50 + ["rare"])
    common, rare = vectorizer.transform(["common", "rare"]).toarray().max(axis=1)
    assert rare > common


def test_words_are_told_from_characters_by_their_columns() -> None:
    vectorizer = CommentVectorizer(bits=12)
    rows = vectorizer.fit_transform(["the gay baker", "call 0800-123 45 67", ""])
    characters, words = split_words(rows, 12)
    np.testing.assert_array_equal((characters + words).toarray(), rows.toarray())
    assert words.count_nonzero(axis=1).tolist() == [5, 9, 0]
    assert not characters.multiply(words).count_nonzero()


def test_only_ngrams_about_identity_are_dampened() -> None:
    vectorizer = CommentVectorizer(bits=12)
    rows = vectorizer.fit_transform(["the gay baker", "the good baker"])
    dampened = dampen_identities(rows, 12, 0.25).toarray() / np.maximum(rows.toarray(), 1e-9)
    ordinary, about = dampened[:, : 1 << 12], dampened[:, 1 << 12 :]
    assert set(np.unique(ordinary).tolist()) == {0, 1}
    assert set(np.unique(about[0]).tolist()) == {0, 0.25}
    assert not about[1].any()
