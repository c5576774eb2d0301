"""Choices of models, without anything running."""

import pytest

from service.domain.errors import ModelError
from service.domain.models import Choice, Choices
from service.domain.sites import ALL_SITES


def test_what_is_promoted_decides_and_can_be_rolled_back_step_by_step() -> None:
    choice = Choice().promote("a").promote("b").promote("c")
    there = {"a", "b", "c"}
    steps = [choice := choice.roll_back(there) for _ in range(3)]
    assert [step.deciding for step in steps] == ["b", "a", None]
    with pytest.raises(ModelError, match="No other model"):
        choice.roll_back(there)


def test_rolling_back_passes_over_what_is_retired_meanwhile() -> None:
    choice = Choice().promote("a").promote("b").promote("c")
    assert choice.roll_back({"a", "c"}).deciding == "a"


def test_rolling_back_never_stays_where_it_is() -> None:
    choice = Choice().promote("a").promote("b").promote("a")
    assert choice.roll_back({"a"}).deciding is None


def test_a_model_that_is_promoted_is_no_shadow_any_more() -> None:
    assert Choice().cast("a").promote("a") == Choice(deciding="a", earlier=(None,))
    assert Choice().cast("b").promote("a").shadow == "b"


def test_who_decides_already_is_not_promoted_again() -> None:
    with pytest.raises(ModelError, match="decides already"):
        Choice(deciding="a").promote("a")


def test_a_site_goes_by_its_own_choice_and_else_by_the_installation_s() -> None:
    common = Choice(deciding="a", shadow="s", earlier=("z",))
    choices = Choices(1, {ALL_SITES: common, "own": Choice(deciding="b", earlier=(None, "c"))})
    assert choices.candidates("other") == ("a", "z", None)
    assert choices.candidates("own") == ("b", "c", "a", "z", None)
    assert choices.shadow("own") == choices.shadow("other") == "s"
    assert choices.users("a") == {ALL_SITES}
    assert choices.users("b") == {"own"}


def test_where_nobody_has_chosen_nobody_is_named() -> None:
    assert Choices().candidates("any") == (None, None)
    assert Choices().shadow("any") is None


def test_to_drop_a_choice_can_be_rolled_back_too() -> None:
    dropped = Choice(deciding="a", shadow="a").drop("a")
    assert dropped == Choice(earlier=("a",))
    assert dropped.roll_back({"a"}).deciding == "a"
