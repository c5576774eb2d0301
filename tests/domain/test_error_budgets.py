"""The threshold that an error budget comes to, and how surely it is kept."""

import math
import random
from bisect import bisect_left
from dataclasses import dataclass

import pytest
from scipy.stats import beta

from service.domain.error_budgets import Labelled, Lack, find_threshold, upper_bound


def held(score: float, *, refused: bool = False) -> Labelled:
    return Labelled(score, drawn=False, refused=refused)


def drawn(score: float, *, refused: bool = False) -> Labelled:
    return Labelled(score, drawn=True, refused=refused)


@pytest.mark.parametrize(
    ("part", "of"), [(0, 1), (0, 299), (3, 500), (40, 3_000), (2_500, 5_000), (4_999, 5_000)]
)
def test_the_bound_is_that_of_clopper_and_pearson(part: int, of: int) -> None:
    assert upper_bound(part, of) == pytest.approx(beta.ppf(0.95, part + 1, of - part), abs=1e-10)


def test_where_all_were_mistakes_all_may_be() -> None:
    assert upper_bound(7, 7) == 1


def test_what_was_held_is_counted_and_what_was_drawn_stands_for_many() -> None:
    low = [drawn(0.1)] * 98 + [drawn(0.1, refused=True)] * 2
    middle = [held(0.5)] * 97 + [held(0.5, refused=True)] * 3
    high = [held(0.9, refused=True)] * 100
    found = find_threshold([*low, *middle, *high], 0.2, 0.1)
    most = float(beta.ppf(0.95, 3, 98))
    assert found.hold == 0.9
    assert found.estimate == pytest.approx((3 + 2 / 0.2) / (100 + 100 / 0.2))
    assert found.bound == pytest.approx((3 + 500 * most) / 600)
    assert found.share_unread == pytest.approx(600 / 700)
    assert (found.held, found.drawn, found.reason) == (200, 100, None)


def test_the_greatest_threshold_that_keeps_the_budget_is_a_score_that_was_seen() -> None:
    found = find_threshold([drawn(0.1)] * 400 + [held(0.3)] * 3 + [held(0.4)], 0.5, 0.01)
    assert found.hold == 0.4  # and not 1, though nothing bad was ever seen


def test_a_threshold_below_which_nobody_was_drawn_is_not_shown_to_keep_anything() -> None:
    labelled = [held(0.05)] * 500 + [held(0.06)] + [drawn(0.1, refused=True)] * 500
    assert find_threshold(labelled, 0.5, 0.01).hold is None


@pytest.mark.parametrize(("budget", "needed"), [(0.01, 299), (0.05, 59), (0.2, 14)])
def test_so_many_checks_without_a_mistake_do_and_one_less_does_not(
    budget: float, needed: int
) -> None:
    enough = find_threshold([drawn(0.1)] * needed + [held(0.5, refused=True)], 0.02, budget)
    assert (enough.hold, enough.needed) == (0.5, needed)
    less = find_threshold([drawn(0.1)] * (needed - 1) + [held(0.5, refused=True)], 0.02, budget)
    assert (less.hold, less.reason) == (None, Lack.TOO_FEW_CHECKS)
    assert (less.drawn, less.needed) == (needed - 1, needed)


def test_it_says_what_is_missing() -> None:
    assert find_threshold([held(0.5)] * 500, 0, 0.01).reason is Lack.NO_RANDOM_CHECK
    assert find_threshold([], 0.02, 0.01).reason is Lack.TOO_FEW_CHECKS
    bad = [drawn(0.1), drawn(0.1, refused=True)] * 200
    assert find_threshold(bad, 0.02, 0.01).reason is Lack.TOO_MANY_MISTAKES


@dataclass(frozen=True, slots=True)
class Town:
    """A site whose comments deserve refusal ever more often, the higher they score."""

    comments: list[tuple[float, bool]]
    labelled: list[Labelled]

    def rate_below(self, hold: float) -> float:
        """Give the share that deserves refusal, of all that goes out by a threshold."""
        out = self.comments[: bisect_left(self.comments, (hold, False))]
        return sum(refused for _score, refused in out) / len(out)


def simulated(chance: random.Random, count: int, hold: float, share: float) -> Town:
    scores = sorted(round(chance.random() ** 2, 4) for _ in range(count))
    comments = sorted((score, chance.random() < score**2) for score in scores)
    labelled = [
        Labelled(score, drawn=score < hold, refused=refused)
        for score, refused in comments
        if score >= hold or chance.random() < share
    ]
    return Town(comments, labelled)


@pytest.mark.parametrize("hold", [0.1, 0.5])
def test_the_budget_is_kept_on_nearly_every_site(hold: float) -> None:
    chance, budget = random.Random(5), 0.02
    towns = [simulated(chance, 3_000, hold, 0.2) for _ in range(120)]
    holds = [find_threshold(town.labelled, 0.2, budget).hold for town in towns]
    rates = [town.rate_below(hold) for town, hold in zip(towns, holds, strict=True) if hold]
    assert len(rates) > 100
    assert sum(rate <= budget for rate in rates) >= 0.95 * len(rates)


def test_with_plenty_of_decisions_the_threshold_is_not_needlessly_strict() -> None:
    budget = 0.02
    best = math.sqrt(5 * budget)  # of scores u² and refusals p² the share below p is p² / 5
    town = simulated(random.Random(5), 40_000, 0.25, 0.2)
    found = find_threshold(town.labelled, 0.2, budget)
    assert found.hold is not None
    assert 0.9 * best < found.hold < 1.02 * best
