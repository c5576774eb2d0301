"""A compiled solver for logistic regression on sparse rows.

Dual coordinate descent (Yu, Huang and Lin 2011, "Dual coordinate descent methods for logistic
regression and maximum entropy models", Machine Learning 85), with one intercept for each group of
rows. On 200,000 comments it is done in seconds where the general solvers take minutes.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from classifier.compiling import kernel, part

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int32]

_NEWTON_STEPS = 30
_NEWTON_TOLERANCE = 1e-10


class Problem(NamedTuple):
    """Rows in compressed sparse form with what is asked of them.

    Attributes
    ----------
    data, indices, indptr : ndarray
        Compressed sparse rows.
    signs : ndarray of float64, shape (n_rows,)
        1 or -1.
    costs : ndarray of float64, shape (n_rows,)
        Inverse regularisation strength times weight of each row.
    groups : ndarray of int32, shape (n_rows,)
        Which intercept each row has.
    """

    data: Floats
    indices: Integers
    indptr: Integers
    signs: Floats
    costs: Floats
    groups: Integers


@kernel
def solve(
    problem: Problem, n_columns: int, epochs: int, tol: float, seed: int
) -> tuple[Floats, Floats, int]:
    """Minimise half the squared weights plus the cost of each row's log loss.

    Parameters
    ----------
    problem : Problem
    n_columns : int
    epochs : int
        Most passes over the rows.
    tol : float
        Stop after a pass in which no dual variable moved by more than this share of its cost.
    seed : int
        Of the order of the rows.

    Returns
    -------
    weights : ndarray of float64, shape (n_columns,)
    intercepts : ndarray of float64, shape (n_groups,)
        Regularised like the weights.
    passes : int
        How many it took.
    """
    np.random.seed(seed)  # noqa: NPY002 - Numba knows no generators; this seeds its own state only
    weights = np.zeros(n_columns)
    intercepts = np.zeros(problem.groups.max() + 1)
    duals = np.zeros(len(problem.signs))
    squares = _square_rows(problem)
    passes, largest_move = 0, np.inf
    while passes < epochs and largest_move >= tol:
        passes += 1
        largest_move = 0.0
        for row in np.random.permutation(len(duals)):  # noqa: NPY002
            if problem.costs[row] > 0:
                move = _improve(problem, row, squares[row], duals, weights, intercepts)
                largest_move = max(largest_move, abs(move) / problem.costs[row])
    return weights, intercepts, passes


@part
def _square_rows(problem: Problem) -> Floats:
    squares = np.ones(len(problem.signs))  # the intercept's
    for row in range(len(squares)):
        for place in range(problem.indptr[row], problem.indptr[row + 1]):
            squares[row] += problem.data[place] ** 2
    return squares


@part
def _improve(
    problem: Problem, row: int, square: float, duals: Floats, weights: Floats, intercepts: Floats
) -> float:
    """Find the best value of one dual variable, and carry its move over to the weights."""
    begin, end = problem.indptr[row], problem.indptr[row + 1]
    margin = intercepts[problem.groups[row]]
    for place in range(begin, end):
        margin += problem.data[place] * weights[problem.indices[place]]
    before = duals[row]
    duals[row] = _solve_row(before, margin * problem.signs[row], square, problem.costs[row])
    move = duals[row] - before
    step = move * problem.signs[row]
    intercepts[problem.groups[row]] += step
    for place in range(begin, end):
        weights[problem.indices[place]] += step * problem.data[place]
    return move


@part
def _solve_row(dual: float, margin: float, square: float, cost: float) -> float:
    """Solve ``t + margin + square * (cost * sigmoid(t) - dual) = 0``; return ``cost * sigmoid(t)``.

    The left side rises in t with a slope of at least one, so Newton's method inside a shrinking
    bracket cannot fail.
    """
    low, high = -margin - square * (cost - dual), -margin + square * dual
    point = low if dual == 0 else np.log(dual) - np.log(cost - dual)
    point = min(max(point, low), high)
    for _ in range(_NEWTON_STEPS):
        share = 1 / (1 + np.exp(-point))
        excess = point + margin + square * (cost * share - dual)
        if excess > 0:
            high = point
        else:
            low = point
        step = excess / (1 + square * cost * share * (1 - share))
        point -= step
        if abs(step) < _NEWTON_TOLERANCE:
            break
        if not low < point < high:
            point = (low + high) / 2
    return cost / (1 + np.exp(-point))
