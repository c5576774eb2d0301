"""How scores spread between 0 and 1: what a threshold would have caught."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

BINS = 25
"""Of a histogram; each is 0.04 wide."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The scores that some comments have for one label."""

    scores: tuple[float, ...] = ()
    """The lowest first."""

    @classmethod
    def of(cls, scores: Iterable[float]) -> Self:
        """Put scores in order."""
        return cls(tuple(sorted(scores)))

    def at_or_above(self, limit: float) -> int:
        """Count the scores that a threshold catches."""
        return len(self.scores) - bisect_left(self.scores, limit)

    def bins(self, count: int = BINS) -> list[int]:
        """Count the scores in so many bins of one width; 1 is in the last of them."""
        edges = [self.at_or_above(n / count) for n in range(count)]
        return [here - above for here, above in zip(edges, [*edges[1:], 0], strict=True)]


def spreads_of(rows: Iterable[Mapping[str, float]]) -> dict[str, Spread]:
    """Part scores of comments by label."""
    found: dict[str, list[float]] = {}
    for scores in rows:
        for label, score in scores.items():
            found.setdefault(label, []).append(score)
    return {label: Spread.of(scores) for label, scores in found.items()}
