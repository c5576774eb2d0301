"""How an item stands in the queue: where, and before whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.reviews import PATIENCE_S, places, priority
from service.domain.verdicts import Reason, ReasonCode
from tests.rulings import LONG, TOXIC

NOW = 1_800_000_000_000
HOUR = 3_600_000


@pytest.mark.parametrize(
    ("sooner", "later"),
    [
        ((NOW, {"threat": 0.5}, 0), (NOW, {"insult": 0.5}, 0)),
        ((NOW, {"insult": 0.5}, 0), (NOW, {"insult": 0.99}, 0)),
        ((NOW, {"insult": 0.5}, 0), (NOW, {"insult": 0.01}, 0)),
        ((NOW, {"insult": 0.5}, 3), (NOW, {"insult": 0.5}, 1)),
        ((NOW - HOUR, {"insult": 0.5}, 0), (NOW, {"insult": 0.5}, 0)),
        ((NOW - 48 * HOUR, {"insult": 0.9}, 0), (NOW, {"threat": 0.5}, 0)),
        ((NOW, {}, 0), (NOW, {"insult": 0.01}, 0)),
    ],
)
def test_harm_doubt_reports_and_age_each_bring_an_item_forward(
    sooner: tuple[int, dict[str, float], int], later: tuple[int, dict[str, float], int]
) -> None:
    ranks = [priority(scores, reports, at) for at, scores, reports in (sooner, later)]
    assert ranks[0] > ranks[1]


def test_an_item_that_waited_for_the_patience_has_made_up_for_e_times_the_urgency() -> None:
    waited = priority({"insult": 0.5}, 0, NOW - int(PATIENCE_S * 1000))
    assert waited - priority({"insult": 0.5}, 0, NOW) == pytest.approx(1.0, abs=1e-5)


@given(
    st.dictionaries(st.sampled_from(["insult", "threat", "spam"]), st.floats(0, 1)),
    st.integers(0, 10**6),
    st.integers(0, 4 * 10**12),
)
def test_a_rank_is_a_number_whatever_was_scored(
    scores: dict[str, float], reports: int, at: int
) -> None:
    rank = priority(scores, reports, at)
    assert abs(rank) < 10**6
    assert float(f"{rank}") == rank


def test_an_item_stands_under_each_of_its_reasons_and_its_likely_labels() -> None:
    reasons: list[Reason] = [TOXIC, LONG, TOXIC]
    where = places({"toxicity": 0.7, "spam": 0.05}, reasons, 0, NOW)
    rank = priority({"toxicity": 0.7, "spam": 0.05}, 0, NOW)
    assert where == {
        "priority": rank,
        "free": rank,
        "arrival": NOW,
        f"reason:{ReasonCode.SCORE}": rank,
        f"reason:{ReasonCode.TOO_LONG}": rank,
        "label:toxicity": 0.7,
    }


def test_only_what_was_reported_stands_among_the_reports() -> None:
    assert places({}, [LONG], 4, NOW)["reports"] == 4
    assert "reports" not in places({}, [LONG], 0, NOW)
