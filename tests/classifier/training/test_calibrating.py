import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.curves import calibrate, stack_curves
from classifier.training.calibrating import ENOUGH_FOR_ISOTONIC, fit_curve


def draw(n: int, slope: float = 1.0, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    margins = random.normal(0, 2, n)
    labels = (random.random(n) < 1 / (1 + np.exp(-slope * margins))).astype(np.float32)
    return margins, labels


@pytest.mark.parametrize("slope", [0.5, 1.0, 3.0])
@pytest.mark.parametrize(("n", "kind"), [(200, "sigmoid"), (5000, "isotonic")])
def test_probabilities_come_true(n: int, kind: str, slope: float) -> None:
    fitted, points = fit_curve(*draw(n, slope))
    margins, labels = draw(20_000, slope, seed=1)
    scores = calibrate(margins[:, np.newaxis], stack_curves([points]))[:, 0]
    assert fitted == kind
    for low in (0.1, 0.3, 0.5, 0.7):
        inside = (scores >= low) & (scores < low + 0.2)
        assert labels[inside].mean() == pytest.approx(scores[inside].mean(), abs=0.1)


def test_isotonic_needs_evidence_of_either_kind() -> None:
    margins, labels = draw(5000)
    few = np.flatnonzero(labels == 1)[: ENOUGH_FOR_ISOTONIC - 1]
    rows = np.concatenate([few, np.flatnonzero(labels == 0)])
    assert fit_curve(margins[rows], labels[rows])[0] == "sigmoid"


@pytest.mark.parametrize("n", [60, 5000])
def test_curves_rise_strictly(n: int) -> None:
    _, points = fit_curve(*draw(n))
    margins = np.linspace(-8, 8, 400)[:, np.newaxis]
    scores = calibrate(margins, stack_curves([points]))[:, 0]
    assert (np.diff(scores) > 0).all()


def test_perfect_separation_stays_short_of_certainty() -> None:
    margins = np.array([-3.0, -2, -1, 1, 2, 3])
    _, points = fit_curve(margins, (margins > 0).astype(np.float32))
    scores = calibrate(margins[:, np.newaxis], stack_curves([points]))
    assert 0 < scores.min() < 0.5 < scores.max() < 1


@given(st.floats(-1e6, 1e6))
@settings(deadline=None)
def test_no_margin_is_a_certainty(margin: float) -> None:
    curves = stack_curves([([-1.0, 1.0], [-2.0, 2.0]), ([-1.0, 0.0, 1.0], [-1.0, 0.0, 5.0])])
    scores = calibrate(np.full((1, 2), margin), curves)
    assert ((scores > 0) & (scores < 1)).all()


def test_curves_of_different_lengths_keep_their_values() -> None:
    curves = stack_curves([([0.0, 1.0], [0.0, 2.0]), ([0.0, 1.0, 2.0], [0.0, 1.0, 5.0])])
    scores = calibrate(np.array([[3.0, 1.5]]), curves)
    np.testing.assert_allclose(scores, 1 / (1 + np.exp([[-6.0, -3.0]])), rtol=1e-6)
