"""Logistic regression that does not learn the habits of its sources."""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import (
    _check_sample_weight,
    check_is_fitted,
    validate_data,
)

from classifier.training.solvers import Problem, solve


class SourceAwareRegression(ClassifierMixin, BaseEstimator):
    """Average of two logistic regressions: one intercept for all, and one for each source.

    Sources differ in their share of positives. An intercept for each takes up that difference, so
    that words need not explain it; afterwards one of the intercepts is kept and the others are
    dropped. The fit with source intercepts is the better on ordinary talk, the one without on
    short mixed texts.

    Parameters
    ----------
    C : float, default=0.08
        Inverse strength of the regularisation, of weights and intercepts alike.
    share : float, default=0.25
        Weight of the fit with source intercepts in the average.
    reference : str or None, default=None
        Source whose intercept is kept; if it has no rows, the largest source's.
    max_iter : int, default=8
        Passes over the rows.
    tol : float, default=0.01
        Stop when no row's share of its cost moves by more than this in a pass.
    random_state : int, default=0

    Attributes
    ----------
    classes_ : ndarray, shape (2,)
    coef_ : ndarray of float64, shape (n_features,)
    intercept_ : float
    n_iter_ : int
        Passes that the longer of the two fits took.
    """

    def __init__(
        self,
        *,
        C: float = 0.08,  # noqa: N803
        share: float = 0.25,
        reference: str | None = None,
        max_iter: int = 8,
        tol: float = 0.01,
        random_state: int = 0,
    ) -> None:
        self.C = C
        self.share = share
        self.reference = reference
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state

    def fit(
        self,
        X: ArrayLike | csr_array,  # noqa: N803
        y: ArrayLike,
        sources: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Fit both regressions; without `sources`, only the plain one."""
        problem = self._state_problem(X, y, sample_weight)
        self.n_iter_ = 0
        self.coef_, self.intercept_ = self._fit_groups(problem, 0)
        if sources is not None:
            groups, kept = self._group(np.asarray(sources))
            coef, intercept = self._fit_groups(problem._replace(groups=groups), kept)
            self.coef_ = (1 - self.share) * self.coef_ + self.share * coef
            self.intercept_ = (1 - self.share) * self.intercept_ + self.share * intercept
        return self

    def _state_problem(
        self,
        X: ArrayLike | csr_array,  # noqa: N803
        y: ArrayLike,
        sample_weight: ArrayLike | None,
    ) -> Problem:
        """Check what is to be learnt from, and put it the way the solver takes it: one group."""
        X, y = validate_data(  # noqa: N806
            self,
            X,
            y,
            accept_sparse="csr",
            accept_large_sparse=False,
            dtype=(np.float64, np.float32),
        )
        kind = type_of_target(y, input_name="y", raise_unknown=True)
        if kind != "binary":
            raise ValueError(f"Only binary classification is supported. The target is {kind}.")
        self.classes_, places = np.unique(y, return_inverse=True)
        if len(self.classes_) == 1:
            raise ValueError("Nothing can be learnt from one class.")
        costs = self.C * _check_sample_weight(sample_weight, X, dtype=np.float64)
        rows = csr_array(X)
        signs, groups = np.where(places == 1, 1.0, -1.0), np.zeros(len(costs), np.int32)
        return Problem(rows.data, rows.indices, rows.indptr, signs, costs, groups)

    def _fit_groups(self, problem: Problem, kept: int) -> tuple[NDArray[np.float64], float]:
        coef, intercepts, passes = solve(
            problem, self.n_features_in_, self.max_iter, self.tol, self.random_state
        )
        self.n_iter_ = max(self.n_iter_, passes)
        return coef, float(intercepts[kept])

    def _group(self, sources: NDArray[np.str_]) -> tuple[NDArray[np.int32], int]:
        names, groups, counts = np.unique(sources, return_inverse=True, return_counts=True)
        known = np.flatnonzero(names == self.reference)
        return groups.astype(np.int32), int(known[0] if len(known) else np.argmax(counts))

    def decision_function(self, X: ArrayLike | csr_array) -> NDArray[np.float64]:  # noqa: N803
        """Return the log-odds of the second class for each row."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", reset=False)  # noqa: N806
        return np.asarray(X @ self.coef_ + self.intercept_)

    def predict_proba(self, X: ArrayLike | csr_array) -> NDArray[np.float64]:  # noqa: N803
        """Return the probabilities of both classes, shape (n, 2)."""
        positive = 1 / (1 + np.exp(-self.decision_function(X)))
        return np.column_stack([1 - positive, positive])

    def predict(self, X: ArrayLike | csr_array) -> NDArray[np.generic]:  # noqa: N803
        """Return the more probable class of each row."""
        positive = self.decision_function(X) > 0
        return np.asarray(self.classes_[positive.astype(int)])

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        tags.input_tags.sparse = True
        return tags
