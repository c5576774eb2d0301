"""Pictures of figures: where the templates put their columns, in per cent of the picture."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_GAP = 0.15
"""Share of its place that a column leaves free."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; y counts from the top."""

    x: float
    y: float
    width: float
    height: float


def columns(heights: Sequence[float], most: float, floors: Iterable[float] = ()) -> list[Bar]:
    """Place columns side by side, each on its floor; ``most`` is as high as the picture."""
    place = 100 / max(1, len(heights))
    below = [*floors] or [0.0] * len(heights)
    return [
        Bar(
            x=round(place * (n + _GAP / 2), 3),
            y=round(100 - 100 * (height + floor) / (most or 1), 2),
            width=round(place * (1 - _GAP), 3),
            height=round(100 * height / (most or 1), 2),
        )
        for n, (height, floor) in enumerate(zip(heights, below, strict=True))
    ]


def histogram(counts: Sequence[int]) -> list[Bar]:
    """Place the columns of a histogram in which one count is a thousand times another.

    Heights grow with the logarithm: most comments are harmless, and the few that are not are those
    that a threshold is about.
    """
    heights = [math.log1p(count) for count in counts]
    return columns(heights, max(heights, default=0.0))


def ceiling(most: float) -> int:
    """Give the round number that an axis ends with: 1, 2 or 5, and noughts."""
    if most <= 1:
        return 1
    size = 10 ** math.floor(math.log10(most))
    return int(next(step * size for step in (1, 2, 5, 10) if step * size >= most))
