"""How scores spread, and what a threshold catches of them."""

from hypothesis import given
from hypothesis import strategies as st

from service.domain.spreads import Spread, spreads_of


@given(st.lists(st.floats(0, 1)), st.integers(1, 50))
def test_every_score_is_in_one_bin(scores: list[float], count: int) -> None:
    bins = Spread.of(scores).bins(count)
    assert (len(bins), sum(bins)) == (count, len(scores))


@given(st.lists(st.floats(0, 1)), st.floats(0, 1))
def test_a_threshold_catches_what_is_at_or_above_it(scores: list[float], limit: float) -> None:
    caught = Spread.of(scores).at_or_above(limit)
    assert caught == len([score for score in scores if score >= limit])


def test_scores_are_parted_by_label() -> None:
    rows = [{"spam": 0.9, "insult": 0.1}, {"spam": 0.2}]
    assert spreads_of(rows) == {"spam": Spread((0.2, 0.9)), "insult": Spread((0.1,))}
    assert Spread((0.0, 0.5, 1.0)).bins(2) == [1, 2]
