import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks

from classifier.training.features import CommentVectorizer
from classifier.training.regression import SourceAwareRegression

# Checks compare fits to seven digits, so the solver must go all the way.
EXACT = SourceAwareRegression(tol=1e-12, max_iter=20_000)


@parametrize_with_checks([EXACT])  # type: ignore[untyped-decorator]
def test_regression_keeps_the_conventions(estimator: BaseEstimator, check: object) -> None:
    check(estimator)  # type: ignore[operator]


def test_the_solver_finds_the_optimum() -> None:
    random = np.random.default_rng(0)
    rows, weights = random.normal(size=(200, 10)), random.uniform(0.1, 2, 200)
    y = (rows[:, 0] + random.normal(size=200) > 0).astype(int)
    ours = SourceAwareRegression(C=0.7, tol=1e-10, max_iter=5000).fit(
        rows, y, sample_weight=weights
    )
    # liblinear regularises the intercept too: as a column of ones does here
    ones = np.hstack([rows, np.ones((200, 1))])
    reference = LogisticRegression(C=0.7, fit_intercept=False, tol=1e-10, max_iter=5000)
    reference.fit(ones, y, weights)
    np.testing.assert_allclose(ours.coef_, reference.coef_[0, :-1], rtol=1e-5)
    assert ours.intercept_ == pytest.approx(reference.coef_[0, -1], rel=1e-5)


def test_sources_explain_their_own_share_of_positives() -> None:
    random = np.random.default_rng(0)
    source = random.integers(0, 2, 2000)
    y = (random.random(2000) < np.where(source, 0.9, 0.1)).astype(int)
    style = csr_array((source[:, np.newaxis] == [0, 1]).astype(float))
    plain = SourceAwareRegression(C=1, share=0).fit(style, y, source.astype(str))
    aware = SourceAwareRegression(C=1, share=1).fit(style, y, source.astype(str))
    assert np.ptp(aware.coef_) < 0.6 * np.ptp(plain.coef_)


def test_the_intercept_of_the_reference_is_kept() -> None:
    sources, y = ["a"] * 50 + ["b"] * 100, [1] * 40 + [0] * 10 + [1] * 20 + [0] * 80
    rows = csr_array((150, 3))
    a, b, largest = (
        SourceAwareRegression(C=1, share=1, reference=name).fit(rows, y, sources).intercept_
        for name in ("a", "b", "unheard of")
    )
    assert a > 0 > b
    assert largest == b


def test_fitting_twice_gives_the_same_coefficients() -> None:
    random = np.random.default_rng(1)
    rows, y = csr_array(random.normal(size=(300, 20))), random.integers(0, 2, 300)
    one, two = (SourceAwareRegression().fit(rows, y).coef_ for _ in range(2))
    np.testing.assert_array_equal(one, two)


def test_a_pipeline_learns_from_text() -> None:
    texts, y = ["you fool", "you dunce", "dear friend", "good day"] * 10, [1, 1, 0, 0] * 10
    pipeline = make_pipeline(CommentVectorizer(bits=12), SourceAwareRegression(C=1))
    assert pipeline.fit(texts, y).predict(["fool!", "friend"]).tolist() == [1, 0]
