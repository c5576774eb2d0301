"""A policy as a form: its figures in units of people, what was typed, and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import ValidationError

from service.api.policy_records import SentPolicy
from service.console.words import Words
from service.domain.policy import Mode, Policy, Thresholds, Unscored

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "publishing": ("mode", "unscored"),
    "shape": ("max_links", "allowed_domains", "max_length", "languages"),
    "authors": ("first_comments_held", "trusted_after", "trusted_rejection_rate"),
    "floods": ("repeats_held", "author_pace", "address_pace", "window_s"),
    "readers": ("reports_held",),
    "samples": ("audit_share", "second_review_share"),
}
"""All figures but the thresholds, in the order of the form."""

CHOICES: Mapping[str, Sequence[str]] = {"mode": list(Mode), "unscored": list(Unscored)}
LISTS = ("allowed_domains", "languages")
SCALES = {
    "trusted_rejection_rate": 100.0,
    "audit_share": 100.0,
    "second_review_share": 100.0,
    "window_s": 1 / 60,
}
"""What a figure is multiplied by to be shown: shares are per cent, the window is minutes."""

LIMITS = ("hold", "reject")
_OUT_OF_RANGE = ("greater_than_equal", "less_than_equal")
_NO_NUMBER = ("float_parsing", "int_parsing", "int_from_float", "finite_number")
_TOLD = ("domain", "order", "string_pattern_mismatch", "missing")
"""Other mistakes for which there are words of their own."""


@dataclass(frozen=True, slots=True)
class PolicyForm:
    """The fields of the form as they are typed, and what is wrong with them."""

    values: Mapping[str, str]
    policy: Policy | None
    """None: what was typed makes none."""
    mistakes: Mapping[str, str] = field(default_factory=dict)
    """By field, what kind of mistake it is: ``policy.wrong.<kind>`` in the catalogues."""

    @classmethod
    def of(cls, policy: Policy) -> Self:
        """Fill the form in with a policy."""
        names = (name for section in SECTIONS.values() for name in section)
        values = {name: _write(name, getattr(policy, name)) for name in names}
        return cls(values | _limits_in(policy.thresholds), policy)

    @classmethod
    def read(cls, form: Mapping[str, str], labels: Iterable[str]) -> Self:
        """Read what was typed; nothing of it is lost, whatever is wrong with it."""
        names = [name for section in SECTIONS.values() for name in section]
        names += [f"{limit}.{label}" for label in labels for limit in LIMITS]
        values = {name: form.get(name, "").strip() for name in names}
        try:
            sent = SentPolicy.model_validate(_sent(values))
        except ValidationError as error:
            return cls(values, None, dict(map(_mistake, reversed(error.errors()))))
        return cls(values, sent.as_policy())


def bounds_of(name: str) -> tuple[str, str]:
    """Give the least and the most that may be typed for a figure."""
    found = SentPolicy.model_fields[name].metadata
    least = next(rule.ge for rule in found if hasattr(rule, "ge"))
    most = next(rule.le for rule in found if hasattr(rule, "le"))
    return _write(name, least), _write(name, most)


def tell_figure(say: Words, name: str, figure: object) -> str:
    """Say a figure of a policy; a threshold's two are said by the template."""
    if name in CHOICES:
        return say(f"policy.{name}.{figure}")
    if isinstance(figure, tuple):
        return ", ".join(figure) or say("policy.nothing")
    written = _write(name, figure).replace(".", say("decimal"))
    return say(f"policy.unit.{name}", otherwise=written, n=written)


def _limits_in(thresholds: Thresholds) -> dict[str, str]:
    return {
        f"{limit}.{label}": _number(found)
        for label, threshold in thresholds.items()
        for limit in LIMITS
        if (found := getattr(threshold, limit)) is not None
    }


def _write(name: str, figure: Any) -> str:  # noqa: ANN401 - whatever the policy has there
    if name in LISTS:
        return "\n".join(figure)
    if name in CHOICES:
        return str(figure)
    return _number(figure * SCALES.get(name, 1))


def _number(figure: float) -> str:
    return f"{round(figure, 8):.12g}"


def _sent(values: Mapping[str, str]) -> dict[str, object]:
    """Put what was typed the way the API is sent it; what is no number stays as it is."""
    sent: dict[str, object] = {}
    thresholds: dict[str, dict[str, object]] = {}
    for name, typed in values.items():
        limit, _, label = name.partition(".")
        if label:
            if typed:
                thresholds.setdefault(label, {})[limit] = _figure(typed, 1)
        elif name in LISTS:
            sent[name] = typed.replace(",", " ").lower().split()
        else:
            sent[name] = typed if name in CHOICES else _figure(typed, SCALES.get(name, 1))
    return sent | {"thresholds": thresholds}


def _figure(typed: str, scale: float) -> float | str:
    try:
        return round(float(typed.replace(",", ".")) / scale, 8)
    except ValueError:
        return typed


def _mistake(error: Any) -> tuple[str, str]:  # noqa: ANN401 - pydantic's, a typed dict of its core
    """Name the field that a mistake is told at, and its kind."""
    where, kind = error["loc"], error["type"]
    name = str(where[0])
    if name == "thresholds":
        name = f"{where[2] if len(where) > 2 else 'reject'}.{where[1]}"  # noqa: PLR2004
    if kind in _OUT_OF_RANGE:
        return name, "range"
    if kind in _NO_NUMBER:
        return name, "number"
    return name, kind if kind in _TOLD else "other"
