from service.domain.agreement import Agreement
from service.domain.shadows import SideBySide, joined


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
