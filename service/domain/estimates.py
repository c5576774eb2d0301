"""What can be said of a whole from the part of it that was looked at, and how surely."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
"""How often an interval has the true value in it."""

Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
"""How many standard errors such an interval reaches to either side."""

WAITS_PER_OCTAVE = 4
"""Buckets of a histogram of waits: each is about a fifth longer than the one before it."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of all, as a share with an interval; nothing is known of none."""

    part: int
    of: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Waits:
    """How long things took, in seconds."""

    count: int
    median_s: float | None
    p90_s: float | None


def share(part: int, of: int) -> Share:
    """Give a share with its Wilson score interval, which holds for small numbers, too.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    part, of = max(0, min(part, of)), max(0, of)
    if not of:
        return Share(part, of, None, None, None)
    value, shrink = part / of, 1 + Z**2 / of
    middle = (value + Z**2 / (2 * of)) / shrink
    half = Z / shrink * math.sqrt(value * (1 - value) / of + Z**2 / (4 * of**2))
    low = 0.0 if part == 0 else middle - half
    return Share(part, of, value, low, 1.0 if part == of else middle + half)


def waits(buckets: Mapping[int, int]) -> Waits:
    """Give median and 90th percentile of waits, from a histogram.

    Bucket ``b`` has those of ``2 ** (b / 4)`` ms and more, and less than the next one.
    """
    counts = {bucket: n for bucket, n in sorted(buckets.items()) if n > 0}
    total = sum(counts.values())
    return Waits(total, _quantile(counts, 0.5), _quantile(counts, 0.9))


def _quantile(counts: Mapping[int, int], q: float) -> float | None:
    wanted = q * sum(counts.values())
    before = 0
    for bucket, n in counts.items():
        if before + n >= wanted:
            place = bucket + (wanted - before) / n  # evenly within the bucket
            return round(2 ** (place / WAITS_PER_OCTAVE) / 1000, 3)
        before += n
    return None
