"""How far two models agree that judged the same comments."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from service.domain.statuses import Status

Pair = tuple[str, str]
"""What the one said, and the other."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of what two said of the same things."""

    counts: Mapping[Pair, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Of how many things."""
        return sum(self.counts.values())

    @property
    def share(self) -> float | None:
        """Share of them of which both said the same; None: of none at all."""
        return self._same() / self.total if self.total else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: agreement beyond chance, 1 at most; None: chance alone would agree."""
        by_chance = self._by_chance()
        if not self.total or by_chance == 1:
            return None
        return (self._same() / self.total - by_chance) / (1 - by_chance)

    def _same(self) -> int:
        return sum(count for (one, other), count in self.counts.items() if one == other)

    def _by_chance(self) -> float:
        if not self.total:
            return 0.0
        words = {word for pair in self.counts for word in pair}
        return sum(self._said(word, 0) * self._said(word, 1) for word in words) / self.total**2

    def _said(self, word: str, place: int) -> int:
        return sum(count for pair, count in self.counts.items() if pair[place] == word)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """The figures of a shadow beside the model that decided."""

    deciding: str
    shadow: str
    since: int | None = None
    """When the first comment was compared, ms."""
    verdicts: Agreement = field(default_factory=Agreement)
    """By status."""
    labels: Mapping[str, Agreement] = field(default_factory=dict)
    """Whether a label alone would keep a comment from going out: ``yes`` or ``no``."""
    skipped: int = 0
    """Comments that were not compared, since there was no time."""


def joined(figures: Sequence[SideBySide]) -> SideBySide:
    """Add up the figures of the same two models on several sites, one at least."""
    labels = sorted({label for one in figures for label in one.labels})
    return replace(
        figures[0],
        since=min((one.since for one in figures if one.since is not None), default=None),
        verdicts=_sum(one.verdicts for one in figures),
        labels={
            label: _sum(one.labels[label] for one in figures if label in one.labels)
            for label in labels
        },
        skipped=sum(one.skipped for one in figures),
    )


def _sum(agreements: Iterable[Agreement]) -> Agreement:
    counts: Counter[Pair] = Counter()
    for agreement in agreements:
        counts.update(agreement.counts)
    return Agreement(counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A comment that a shadow would have decided otherwise."""

    comment: str
    said: Status
    """By the model that decided."""
    would_say: Status
    label: str
    """The label whose scores are furthest apart, and they."""
    score: float
    would_score: float
    at: int
