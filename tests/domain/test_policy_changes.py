"""What differs between two policies."""

from service.domain.policy import Mode, Policy, Threshold
from service.domain.policy_changes import Difference, differences


def test_who_put_it_in_force_when_is_no_difference() -> None:
    assert differences(Policy(version=1), Policy(version=9, by="ada", at=5)) == []


def test_figures_come_in_the_order_of_the_policy_and_thresholds_last() -> None:
    spam = Threshold(hold=0.5, reject=0.9)
    before = Policy(thresholds={"spam": spam, "threat": spam})
    after = Policy(
        max_links=9, mode=Mode.POST, thresholds={"threat": spam, "insult": Threshold(hold=0.2)}
    )
    assert differences(before, after) == [
        Difference("mode", Mode.PRE, Mode.POST),
        Difference("max_links", 2, 9),
        Difference("thresholds", None, Threshold(hold=0.2), "insult"),
        Difference("thresholds", spam, None, "spam"),
    ]
