"""Shares, agreement and percentiles, with how sure they are."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.estimates import kappa, share, waits


def test_a_share_has_the_score_interval_of_wilson() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263, and 15 of 148.
    for part, of, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)):
        found = share(part, of)
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 5_000), st.integers(1, 5_000))
def test_the_interval_has_the_share_in_it_and_stays_a_share(part: int, of: int) -> None:
    found = share(part, of)
    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_of_nothing_nothing_is_known() -> None:
    assert share(0, 0).value is None
    assert kappa({}).kappa is None
    assert waits({}).median_s is None


def test_kappa_is_agreement_beyond_chance() -> None:
    table = {("a", "a"): 20, ("a", "r"): 5, ("r", "a"): 10, ("r", "r"): 15}
    found = kappa(table)
    assert (found.count, found.agreed) == (50, 35)
    assert found.kappa == pytest.approx(0.4)


@pytest.mark.parametrize(
    "table",
    [
        {("a", "a"): 20, ("a", "r"): 5, ("r", "a"): 10, ("r", "r"): 15},
        {("a", "a"): 88, ("a", "s"): 10, ("r", "r"): 40, ("s", "r"): 7, ("s", "s"): 9},
    ],
)
def test_its_interval_is_what_the_delta_method_gives(table: dict[tuple[str, str], int]) -> None:
    found, total = kappa(table), sum(table.values())

    def value(counts: dict[tuple[str, str], float]) -> float:
        n = sum(counts.values())
        names = {name for pair in counts for name in pair}
        agreed = sum(c for (one, other), c in counts.items() if one == other) / n
        chance = sum(
            sum(c for (one, _), c in counts.items() if one == name)
            * sum(c for (_, other), c in counts.items() if other == name)
            for name in names
        ) / (n * n)
        return (agreed - chance) / (1 - chance)

    step = 1e-4
    slopes = {
        pair: (value({**table, pair: table[pair] + step}) - value(dict(table))) / step * total
        for pair in table
    }
    mean = sum(slopes[pair] * n / total for pair, n in table.items())
    variance = sum(slopes[pair] ** 2 * n / total for pair, n in table.items()) - mean**2
    assert found.low is not None
    assert found.high is not None
    assert (found.high - found.low) / 2 == pytest.approx(
        1.96 * math.sqrt(variance / total), rel=1e-3
    )


def test_two_who_always_say_the_same_one_thing_tell_nothing() -> None:
    assert kappa({("a", "a"): 9}).kappa is None
    assert kappa({("a", "a"): 9, ("r", "r"): 1}).kappa == 1


def test_percentiles_are_read_off_the_histogram_to_within_a_bucket() -> None:
    chance = random.Random(7)
    took = sorted(chance.lognormvariate(1, 2) for _ in range(2_001))
    buckets: dict[int, int] = {}
    for seconds in took:
        bucket = math.floor(4 * math.log2(max(1.0, seconds * 1000)))
        buckets[bucket] = buckets.get(bucket, 0) + 1
    found = waits(buckets)
    assert found.count == 2_001
    assert found.median_s == pytest.approx(took[1_000], rel=0.19)
    assert found.p90_s == pytest.approx(took[1_800], rel=0.19)
