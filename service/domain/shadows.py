"""What a shadow, a model that judges unseen, said beside the model that decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from service.domain.agreement import Agreement, total
from service.domain.statuses import Status


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
        verdicts=total(one.verdicts for one in figures),
        labels={
            label: total(one.labels[label] for one in figures if label in one.labels)
            for label in labels
        },
        skipped=sum(one.skipped for one in figures),
    )


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
