"""Checks of what the model says, or of its having nothing to say."""

from dataclasses import replace

import pytest

from service.domain.cases import Case
from service.domain.checks import model
from service.domain.policy import Policy, Threshold, Unscored
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from tests.domain.cases import FINE, only, silent, under


@pytest.mark.parametrize(
    ("rule", "status"), [(Unscored.HOLD, Status.HELD), (Unscored.PUBLISH, Status.APPROVED)]
)
def test_a_comment_without_any_score_goes_by_the_site_s_rule(
    rule: Unscored, status: Status
) -> None:
    finding = only(model.not_scored, under(Policy(unscored=rule), scores=None))
    assert (finding.status, finding.reason.code) == (status, ReasonCode.NOT_SCORED)


def test_a_comment_that_scored_nothing_has_been_looked_at() -> None:
    assert silent(model.not_scored, FINE)


@pytest.mark.parametrize(
    ("label", "value", "status", "limit"),
    [
        ("insult", 0.49, None, None),
        ("insult", 0.5, Status.HELD, 0.5),
        ("insult", 0.89, Status.HELD, 0.5),
        ("insult", 0.9, Status.REJECTED, 0.9),
        ("spam", 0.9, Status.SPAM, 0.9),
        ("threat", 1.0, Status.HELD, 0.2),
        ("profanity", 1.0, None, None),
    ],
)
def test_a_score_speaks_from_its_threshold_on_and_once(
    label: str, value: float, status: Status | None, limit: float | None
) -> None:
    thresholds = {
        "insult": Threshold(hold=0.5, reject=0.9),
        "spam": Threshold(hold=0.5, reject=0.9),
        "threat": Threshold(hold=0.2),
    }
    case = replace(FINE, scores={label: value}, thresholds=thresholds)
    found = [*model.surely_harmful(case), *model.perhaps_harmful(case)]
    assert [(f.status, f.reason.threshold) for f in found] == ([(status, limit)] if status else [])
    assert all((f.reason.label, f.reason.code) == (label, ReasonCode.SCORE) for f in found)


def test_a_limit_for_refusing_below_that_for_holding_refuses() -> None:
    limits = {"insult": Threshold(hold=0.9, reject=0.0)}
    case = replace(FINE, scores={"insult": 0.95}, thresholds=limits)
    assert only(model.surely_harmful, case).status is Status.REJECTED
    assert silent(model.perhaps_harmful, case)


def test_swearing_at_nobody_is_held_and_at_somebody_refused() -> None:
    limits = {"toxicity": Threshold(hold=0.5, reject=0.9)}
    swearing = {"toxicity": 0.99, "insult": 0.6, "threat": 0.0}
    case = Case(text="x", policy=Policy(), thresholds=limits, scores=swearing)
    assert [found.status for found in model.perhaps_harmful(case)] == [Status.HELD]
    aimed = replace(case, scores={**swearing, "insult": 0.95})
    assert [found.status for found in model.surely_harmful(aimed)] == [Status.REJECTED]


def test_toxicity_alone_refuses_where_the_model_knows_no_aimed_label() -> None:
    limits = {"toxicity": Threshold(hold=0.5, reject=0.9)}
    case = Case(text="x", policy=Policy(), thresholds=limits, scores={"toxicity": 0.99})
    assert [found.status for found in model.surely_harmful(case)] == [Status.REJECTED]


def test_what_is_hedged_is_refused_for_no_label() -> None:
    limits = {"spam": Threshold(hold=0.5, reject=0.9)}
    case = Case(text="x", policy=Policy(), thresholds=limits, scores={"spam": 0.99}, hedged=True)
    assert list(model.surely_harmful(case)) == []
    assert [found.reason.code for found in model.hedged(case)] == [ReasonCode.HEDGED]


def test_what_the_model_never_met_is_held() -> None:
    case = Case(text="x", policy=Policy(), scores={}, trusted=False)
    assert [found.status for found in model.unfamiliar(case)] == [Status.HELD]
