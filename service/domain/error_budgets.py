"""An error budget: from which score on to hold comments, so that few of the others deserve refusal.

What people said of comments is of two kinds. What was held for its scores, people have decided: of
that all is known. What was decided automatically, people saw a random share of, so that each of
those stands for many, and how many of them deserve refusal is only known within bounds.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

_DOUBT = 0.05
"""How often a bound may be too low; nothing is said of the other side."""

_STEPS = 40
"""Halvings of an interval: its end is known to twelve places."""


class Lack(StrEnum):
    """Why no threshold can be given; codes are public and stable."""

    NO_RANDOM_CHECK = "no_random_check"
    TOO_FEW_CHECKS = "too_few_checks"
    TOO_MANY_MISTAKES = "too_many_mistakes"


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a person said of a comment that the policy had judged by its scores."""

    score: float
    """The greatest of all labels."""
    drawn: bool
    """It was decided automatically, and drawn at random; else it was held."""
    refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgeting:
    """Where the limit may be for an error budget, or else why nobody can tell."""

    held: int
    """Decisions on what was held; with ``drawn``, all that it rests on."""
    drawn: int
    needed: int
    """Random checks without a mistake from which on the budget can be shown to be kept."""
    hold: float | None = None
    """What has no score from here on goes out unread."""
    share_unread: float | None = None
    """Of all that is labelled, what would go out unread."""
    bound: float | None = None
    """At most this share of that deserves refusal, with 95 % confidence."""
    estimate: float | None = None
    reason: Lack | None = None


@dataclass(frozen=True, slots=True)
class _Strata:
    """Counts of labelled comments, by whether they were drawn and refused."""

    counts: Counter[tuple[bool, bool]]
    share: float

    @property
    def held(self) -> int:
        return self.counts[False, False] + self.counts[False, True]

    @property
    def drawn(self) -> int:
        return self.counts[True, False] + self.counts[True, True]

    @property
    def stands_for(self) -> float:
        return self.held + self.drawn / self.share

    @property
    def estimate(self) -> float:
        return self._refused(self.counts[True, True] / self.drawn)

    @property
    def bound(self) -> float:
        return self._refused(upper_bound(self.counts[True, True], self.drawn))

    def _refused(self, of_drawn: float) -> float:
        refused = self.counts[False, True] + of_drawn * self.drawn / self.share
        return refused / self.stands_for


def find_threshold(labelled: Sequence[Labelled], share: float, budget: float) -> Budgeting:
    """Find the greatest threshold by which a budget is kept, one for all labels.

    Parameters
    ----------
    labelled : sequence of Labelled
        Decisions from one stretch of time, while the same share was drawn.
    share : float
        The share of automatic decisions that is drawn at random, 0 to 1.
    budget : float
        Of what goes out unread, at most this share may deserve refusal; between 0 and 0.5.
    """
    whole = _Strata(_count(labelled), share)
    needed = math.ceil(math.log(_DOUBT) / math.log1p(-budget))
    for hold, below in reversed([*_cuts(labelled, share)]) if share else ():
        # Where nobody has looked the bound would be that of nothing.
        if below.drawn and below.estimate <= budget and below.bound <= budget:
            return Budgeting(
                held=whole.held,
                drawn=whole.drawn,
                needed=needed,
                hold=hold,
                share_unread=below.stands_for / whole.stands_for,
                bound=below.bound,
                estimate=below.estimate,
            )
    reason = _lack(share, whole.drawn, needed)
    return Budgeting(held=whole.held, drawn=whole.drawn, needed=needed, reason=reason)


def upper_bound(part: int, of: int) -> float:
    """Give the share that a part of a sample leaves possible, at most, with 95 % confidence.

    Clopper and Pearson (1934), Biometrika 26, 404-413; of one side.
    """
    if part == of:
        return 1.0
    low, high = part / of, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _chance_of_at_most(part, of, middle) > _DOUBT:
            low = middle
        else:
            high = middle
    return high


def _chance_of_at_most(part: int, of: int, rate: float) -> float:
    """Add up the binomial distribution, from ``part`` downwards until it makes no difference."""
    term = math.exp(
        math.lgamma(of + 1)
        - math.lgamma(part + 1)
        - math.lgamma(of - part + 1)
        + part * math.log(rate)
        + (of - part) * math.log1p(-rate)
    )
    total, n = 0.0, part
    while term > total * 1e-16:
        total += term
        term *= n / (of - n + 1) * (1 - rate) / rate
        n -= 1
    return total


def _cuts(labelled: Iterable[Labelled], share: float) -> Iterator[tuple[float, _Strata]]:
    """Give each score, the lowest first, with the counts of what is below it."""
    counts: Counter[tuple[bool, bool]] = Counter()
    score = attrgetter("score")
    for limit, same in groupby(sorted(labelled, key=score), key=score):
        yield limit, _Strata(counts.copy(), share)
        counts += _count(same)


def _count(labelled: Iterable[Labelled]) -> Counter[tuple[bool, bool]]:
    return Counter((one.drawn, one.refused) for one in labelled)


def _lack(share: float, drawn: int, needed: int) -> Lack:
    if not share:
        return Lack.NO_RANDOM_CHECK
    return Lack.TOO_FEW_CHECKS if drawn < needed else Lack.TOO_MANY_MISTAKES
