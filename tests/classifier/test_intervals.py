import numpy as np
import pytest

from classifier.evaluation.reliability import measure_calibration
from classifier.intervals import estimate_share, measure_auc, measure_share


def test_the_interval_of_a_share_is_wilsons() -> None:
    share = measure_share([True] * 8 + [False] * 2)
    assert (share.value, share.low, share.high) == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)
    assert estimate_share(0.8, 10) == share


def test_nothing_of_few_is_not_surely_nothing() -> None:
    none = measure_share([False] * 8)
    assert (none.value, none.low) == (0, 0)
    assert none.high == pytest.approx(0.3244, abs=1e-4)


def test_more_rows_leave_less_to_chance() -> None:
    random = np.random.default_rng(0)
    labels = np.repeat([0.0, 1.0], 400)
    scores = random.normal(labels)
    few, many = measure_auc(scores[::20], labels[::20]), measure_auc(scores, labels)
    assert many.high - many.low < few.high - few.low
    assert few.low < many.value < few.high


def test_scores_that_come_true_may_be_off_by_nothing() -> None:
    random = np.random.default_rng(0)
    scores = random.random(2_000)
    error = measure_calibration(scores, (random.random(2_000) < scores).astype(np.float32))
    assert error.value > 0  # as it always is
    assert error.low < 0.005


def test_scores_that_do_not_are_surely_off() -> None:
    random = np.random.default_rng(0)
    scores = random.random(2_000)
    error = measure_calibration(scores, (random.random(2_000) < scores**3).astype(np.float32))
    assert 0.15 < error.low < error.value <= error.high < 0.35
