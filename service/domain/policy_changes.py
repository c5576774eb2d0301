"""What differs between two policies of a site, figure by figure."""

from dataclasses import dataclass, fields

from service.domain.policy import Policy, Threshold

_OF_THE_VERSION = ("version", "by", "at", "thresholds")
_FIGURES = tuple(field.name for field in fields(Policy) if field.name not in _OF_THE_VERSION)

Figure = str | int | float | tuple[str, ...] | Threshold | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is another one than before."""

    name: str
    """Of the policy's field; ``thresholds``: those of one label."""
    before: Figure
    after: Figure
    label: str | None = None


def differences(before: Policy, after: Policy) -> list[Difference]:
    """List what differs, in the order of the policy's figures, thresholds last.

    None in the place of a threshold: the label goes by what the model recommends.
    """
    found = [
        Difference(name, getattr(before, name), getattr(after, name))
        for name in _FIGURES
        if getattr(before, name) != getattr(after, name)
    ]
    return found + [
        Difference("thresholds", before.thresholds.get(label), after.thresholds.get(label), label)
        for label in sorted(before.thresholds.keys() | after.thresholds.keys())
        if before.thresholds.get(label) != after.thresholds.get(label)
    ]
