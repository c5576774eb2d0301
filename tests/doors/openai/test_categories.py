"""Which categories are answered for, and by which labels."""

import pytest

from service.domain.policy import Threshold
from service.doors.openai.categories import CATEGORIES, LABELS_OF, judge

LIMITS = {"threat": Threshold(hold=0.3), "identity_attack": Threshold(hold=0.6)}
CLEAN = dict.fromkeys(("insult", "threat", "identity_attack", "sexually_explicit"), 0.0)


def flagged(**scores: float) -> set[str]:
    judged = judge({**CLEAN, **scores}, LIMITS)
    return {name for name, judgement in judged.items() if judgement.flagged}


def test_every_category_has_an_answer_and_only_some_are_applied() -> None:
    judged = judge(CLEAN, LIMITS)
    assert tuple(judged) == CATEGORIES
    assert {name for name, judgement in judged.items() if judgement.applied} == LABELS_OF.keys()


def test_what_nothing_of_ours_was_taught_is_never_flagged() -> None:
    everything = dict.fromkeys(CLEAN, 1.0)
    assert flagged(**everything) == LABELS_OF.keys()
    judged = judge(everything, LIMITS)
    assert all(judged[name].score == 0 for name in CATEGORIES if name not in LABELS_OF)


@pytest.mark.parametrize(
    ("scores", "categories"),
    [
        ({"threat": 0.3}, {"harassment/threatening", "violence"}),
        ({"threat": 0.29}, set()),
        ({"identity_attack": 0.6}, {"hate"}),
        ({"insult": 0.5}, {"harassment"}),  # no threshold of its own
        ({"sexually_explicit": 0.49}, set()),
    ],
)
def test_a_category_is_flagged_from_where_the_site_holds_its_label(
    scores: dict[str, float], categories: set[str]
) -> None:
    assert flagged(**scores) == categories


def test_what_takes_two_labels_is_no_likelier_than_the_less_likely() -> None:
    judged = judge({**CLEAN, "identity_attack": 0.9, "threat": 0.2}, LIMITS)
    assert judged["hate/threatening"].score == 0.2
    assert not judged["hate/threatening"].flagged


def test_of_a_text_without_scores_nothing_is_said() -> None:
    judged = judge({}, LIMITS)
    assert judged.keys() == judge(CLEAN, LIMITS).keys()
    assert not any(judgement.applied for judgement in judged.values())
