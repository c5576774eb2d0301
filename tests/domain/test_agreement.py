import pytest

from service.domain.agreement import Agreement, SideBySide, joined


def test_kappa_is_agreement_beyond_chance() -> None:
    # Worked by hand: 50 cases, 35 alike; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    agreement = Agreement(
        {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    )
    assert agreement.share == pytest.approx(0.7)
    assert agreement.kappa == pytest.approx(0.4)


def test_of_nothing_there_is_no_agreement() -> None:
    assert (Agreement().share, Agreement().kappa) == (None, None)


def test_where_chance_alone_would_agree_there_is_no_kappa() -> None:
    agreement = Agreement({("no", "no"): 7})
    assert (agreement.share, agreement.kappa) == (1.0, None)


def test_to_contradict_always_is_worse_than_chance() -> None:
    agreement = Agreement({("yes", "no"): 5, ("no", "yes"): 5})
    assert agreement.kappa == pytest.approx(-1.0)


def test_figures_of_several_sites_are_added_up() -> None:
    one = SideBySide(
        deciding="a",
        shadow="b",
        since=5,
        verdicts=Agreement({("held", "held"): 1}),
        labels={"spam": Agreement({("no", "no"): 1})},
        skipped=2,
    )
    other = SideBySide(
        deciding="a",
        shadow="b",
        since=3,
        verdicts=Agreement({("held", "held"): 2, ("held", "spam"): 1}),
        labels={"threat": Agreement({("no", "yes"): 1})},
    )
    together = joined([one, other, SideBySide(deciding="a", shadow="b")])
    assert together.since == 3
    assert together.verdicts.counts == {("held", "held"): 3, ("held", "spam"): 1}
    assert together.labels.keys() == {"spam", "threat"}
    assert together.skipped == 2
