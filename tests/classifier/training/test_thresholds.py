import numpy as np
import pytest

from classifier.training.thresholds import NEVER, WANTED_PRECISION, bound_share, choose_thresholds

NO_NEWS = np.zeros(0, np.float32)


def draw(n: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    scores = random.random(n).astype(np.float32)
    return scores, (random.random(n) < scores**2).astype(np.float32)


def test_hold_finds_the_wanted_share() -> None:
    chosen = choose_thresholds("insult", *draw(2000), NO_NEWS)
    assert chosen.recall_at_hold == pytest.approx(0.8, abs=0.01)
    assert chosen.news_held is None


def test_no_label_may_drown_moderators_of_news() -> None:
    scores, labels = draw(2000)
    free = choose_thresholds("insult", scores, labels, NO_NEWS)
    news = np.full(1000, free.hold + 0.05, np.float32)
    held = choose_thresholds("insult", scores, labels, np.append(news, NO_NEWS))
    assert held.hold > free.hold


def test_reject_is_precise_even_at_the_lower_end() -> None:
    scores = np.linspace(0, 1, 1000, dtype=np.float32)
    labels = (scores > 0.6).astype(np.float32)
    chosen = choose_thresholds("insult", scores, labels, NO_NEWS)
    assert chosen.hold <= chosen.reject < 0.75
    assert chosen.precision_bound is not None
    assert chosen.precision_bound >= WANTED_PRECISION


def test_without_evidence_nothing_is_rejected() -> None:
    scores, labels = draw(40)
    chosen = choose_thresholds("threat", scores, labels, NO_NEWS)
    assert chosen.reject == NEVER
    assert chosen.precision_at_reject is None


def test_a_bound_tightens_with_evidence() -> None:
    bounds = [float(bound_share(0.9 * n, n)) for n in (10, 100, 10_000)]
    assert bounds == sorted(bounds)
    assert bounds[0] < 0.75
    assert bounds[-1] == pytest.approx(0.9, abs=0.01)
