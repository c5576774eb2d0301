"""How far two agree who judged the same things: two models, a model and people, two people."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from service.domain.estimates import Z

Pair = tuple[str, str]
"""What the one said, and the other."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of what two said of the same things, with Cohen's kappa and its interval.

    Kappa is agreement beyond what chance would bring about: 1: always; 0: as often as by chance.
    None: nothing to go by, or both always say the same one thing.
    """

    counts: Mapping[Pair, int] = field(default_factory=dict)
    """How often each was said; a count may have fallen below nothing by undoing."""

    @property
    def count(self) -> int:
        """Of how many things."""
        return sum(self._there().values())

    @property
    def agreed(self) -> int:
        """Of how many of them both said the same."""
        return sum(count for (one, other), count in self._there().items() if one == other)

    @property
    def share(self) -> float | None:
        """Share of them of which both said the same; None: of none at all."""
        return self.agreed / self.count if self.count else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa."""
        found, by_chance = self.share, self._by_chance()
        if found is None or math.isclose(by_chance, 1):
            return None
        return (found - by_chance) / (1 - by_chance)

    @property
    def low(self) -> float | None:
        """Where the interval of kappa begins."""
        return None if self.kappa is None else max(-1.0, self.kappa - self._half_width())

    @property
    def high(self) -> float | None:
        """Where it ends."""
        return None if self.kappa is None else min(1.0, self.kappa + self._half_width())

    @property
    def is_telling(self) -> bool:
        """Whether there is an interval that has any width: one or two opinions give none."""
        return self.low is not None and self.high is not None and self.low < self.high

    def _there(self) -> dict[Pair, int]:
        return {pair: count for pair, count in self.counts.items() if count > 0}

    def _said(self, place: int) -> Counter[str]:
        """Count what the one (0), or the other (1), said."""
        said: Counter[str] = Counter()
        for pair, count in self._there().items():
            said[pair[place]] += count
        return said

    def _by_chance(self) -> float:
        """Share of which both would say the same if neither looked at what they judge."""
        one, other, total = self._said(0), self._said(1), self.count
        return sum(one[word] * other[word] for word in one) / total**2 if total else 0.0

    def _half_width(self) -> float:
        """Give half the interval, for large samples, where there is a kappa.

        Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72, 323-327.
        """
        total, found, by_chance = self.count, self.agreed / self.count, self._by_chance()
        one, other = self._said(0), self._said(1)
        spread = -((found * by_chance - 2 * by_chance + found) ** 2)
        for (a, b), count in self._there().items():
            if a == b:
                apart = (1 - by_chance) - (one[a] + other[a]) / total * (1 - found)
            else:
                apart = (other[a] + one[b]) / total * (1 - found)
            spread += count / total * apart**2
        return Z * math.sqrt(max(0.0, spread) / total) / (1 - by_chance) ** 2


def total(agreements: Iterable[Agreement]) -> Agreement:
    """Add up what several counted."""
    counts: Counter[Pair] = Counter()
    for agreement in agreements:
        counts.update(agreement.counts)
    return Agreement(counts)
