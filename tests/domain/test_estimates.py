"""Shares, agreement and percentiles, with how sure they are."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.estimates import share, waits


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
    assert waits({}).median_s is None


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
