"""Where columns stand in a picture."""

import pytest

from service.console.charts import Bar, ceiling, columns, histogram


def test_columns_stand_side_by_side_on_their_floors() -> None:
    assert columns([5, 0], 10, [0, 10]) == [
        Bar(x=3.75, y=50, width=42.5, height=50),
        Bar(x=53.75, y=0, width=42.5, height=0),
    ]


def test_nothing_is_drawn_of_nothing() -> None:
    assert histogram([]) == []
    assert [bar.height for bar in histogram([0, 0])] == [0, 0]


def test_one_comment_is_seen_beside_a_thousand() -> None:
    high, none, low = histogram([1_000, 0, 1])
    assert (high.height, high.y, none.height) == (100, 0, 0)
    assert low.height > 5


@pytest.mark.parametrize(
    ("most", "told"), [(0, 1), (1, 1), (1.5, 2), (3, 5), (7, 10), (101, 200), (5_000, 5_000)]
)
def test_an_axis_ends_with_a_round_number(most: float, told: int) -> None:
    assert ceiling(most) == told
