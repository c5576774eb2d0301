"""Comments before the policy, as tests of checks want them."""

from dataclasses import replace

from service.domain.cases import Case, Check, Finding
from service.domain.policy import Policy

FINE = Case(text="A fine piece, thank you.", policy=Policy(), scores={})
"""Nobody objects to it."""


def under(policy: Policy, **facts: object) -> Case:
    """Put the fine comment, or what else the facts make of it, before a policy."""
    return replace(FINE, policy=policy, **facts)  # type: ignore[arg-type]


def only(check: Check, case: Case) -> Finding:
    """Give the one finding of a check."""
    (finding,) = check(case)
    return finding


def silent(check: Check, case: Case) -> bool:
    """Tell whether a check has nothing to say."""
    return list(check(case)) == []
