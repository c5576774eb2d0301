"""Checks of what comes together."""

from dataclasses import replace

import pytest

from service.domain.cases import Check
from service.domain.checks import crowds
from service.domain.floods import Flood, FloodOrder
from service.domain.policy import Policy
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from tests.domain.cases import FINE, only, silent, under


def test_what_a_person_ordered_for_a_flood_goes_for_later_arrivals_and_ends_the_matter() -> None:
    order = FloodOrder(to=Status.SPAM, by="alice", decision="d1", until=10)
    finding = only(crowds.flood_decision, replace(FINE, flood=Flood("f", 3, order)))
    assert (finding.status, finding.final) == (Status.SPAM, True)
    assert "d1" in finding.reason.detail
    assert "alice" in finding.reason.detail


def test_a_flood_nobody_has_ordered_anything_for_is_left_to_the_other_checks() -> None:
    assert silent(crowds.flood_decision, replace(FINE, flood=Flood("f", 99)))


POLICY = Policy(repeats_held=3, author_pace=4, address_pace=5, reports_held=2)


@pytest.mark.parametrize(
    ("check", "facts", "value", "code"),
    [
        (crowds.repeats, {"flood": Flood("f", 2)}, None, None),
        (crowds.repeats, {"flood": Flood("f", 3)}, 3, ReasonCode.REPEATED),
        (crowds.author_pace, {"pace": {"author": 4}}, None, None),
        (crowds.author_pace, {"pace": {"author": 5}}, 5, ReasonCode.FLOOD_BY_AUTHOR),
        (crowds.author_pace, {"pace": {"author": 1, "email": 6}}, 6, ReasonCode.FLOOD_BY_AUTHOR),
        (crowds.author_pace, {"pace": {"address": 99}}, None, None),
        (crowds.address_pace, {"pace": {"address": 5}}, None, None),
        (crowds.address_pace, {"pace": {"address": 6}}, 6, ReasonCode.FLOOD_BY_ADDRESS),
        (crowds.address_pace, {"pace": {"author": 99}}, None, None),
        (crowds.reports, {"reports": 1}, None, None),
        (crowds.reports, {"reports": 2}, 2, ReasonCode.REPORTS),
    ],
)
def test_what_goes_over_a_limit_is_held_and_the_figure_is_named(
    check: Check, facts: dict[str, object], value: int | None, code: ReasonCode | None
) -> None:
    found = list(check(under(POLICY, **facts)))
    expected = [(Status.HELD, False, code, value)] if value else []
    assert [(f.status, f.final, f.reason.code, f.reason.value) for f in found] == expected
