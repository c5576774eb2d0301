"""What can be said of a whole from the part of it that was looked at, and how surely."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
"""How often an interval has the true value in it."""

_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)

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
class Agreement:
    """How far two people agree beyond what chance would bring about: Cohen's kappa."""

    count: int
    agreed: int
    kappa: float | None
    """1: always; 0: as often as by chance. None: nothing to go by, or both always say the same."""
    low: float | None
    high: float | None

    @property
    def is_telling(self) -> bool:
        """Whether there is an interval that has any width: one or two opinions give none."""
        return self.low is not None and self.high is not None and self.low < self.high


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
    value, shrink = part / of, 1 + _Z**2 / of
    middle = (value + _Z**2 / (2 * of)) / shrink
    half = _Z / shrink * math.sqrt(value * (1 - value) / of + _Z**2 / (4 * of**2))
    low = 0.0 if part == 0 else middle - half
    return Share(part, of, value, low, 1.0 if part == of else middle + half)


def kappa(table: Mapping[tuple[str, str], int]) -> Agreement:
    """Give Cohen's kappa of how often one said the first when the other said the second.

    The interval is the large-sample one of Fleiss, Cohen and Everitt (1969), Psychological Bulletin
    72, 323-327.
    """
    cells = {pair: n for pair, n in table.items() if n > 0}
    total = sum(cells.values())
    agreed = sum(n for (one, other), n in cells.items() if one == other)
    p = {pair: n / total for pair, n in cells.items()}
    names = sorted({name for pair in p for name in pair})
    rows = {name: sum(v for (one, _), v in p.items() if one == name) for name in names}
    columns = {name: sum(v for (_, other), v in p.items() if other == name) for name in names}
    by_chance = sum(rows[name] * columns[name] for name in names)
    if not total or math.isclose(by_chance, 1):
        return Agreement(total, agreed, None, None, None)
    found = agreed / total
    value = (found - by_chance) / (1 - by_chance)
    spread = -((found * by_chance - 2 * by_chance + found) ** 2)
    for (one, other), v in p.items():
        if one == other:
            spread += v * ((1 - by_chance) - (rows[one] + columns[one]) * (1 - found)) ** 2
        else:
            spread += v * ((columns[one] + rows[other]) * (1 - found)) ** 2
    half = _Z * math.sqrt(max(0.0, spread) / total) / (1 - by_chance) ** 2
    return Agreement(total, agreed, value, max(-1.0, value - half), min(1.0, value + half))


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
