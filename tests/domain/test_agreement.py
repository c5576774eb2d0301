import math

import pytest

from service.domain.agreement import Agreement


def test_kappa_is_agreement_beyond_chance() -> None:
    # Worked by hand: 50 cases, 35 alike; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    agreement = Agreement(
        {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    )
    assert (agreement.count, agreement.agreed) == (50, 35)
    assert agreement.share == pytest.approx(0.7)
    assert agreement.kappa == pytest.approx(0.4)


def test_of_nothing_there_is_no_agreement() -> None:
    assert (Agreement().share, Agreement().kappa) == (None, None)


def test_where_chance_alone_would_agree_there_is_no_kappa() -> None:
    agreement = Agreement({("no", "no"): 7})
    assert (agreement.share, agreement.kappa) == (1.0, None)
    assert Agreement({**agreement.counts, ("yes", "yes"): 1}).kappa == 1


def test_to_contradict_always_is_worse_than_chance() -> None:
    agreement = Agreement({("yes", "no"): 5, ("no", "yes"): 5})
    assert agreement.kappa == pytest.approx(-1.0)


def test_what_was_undone_on_another_day_counts_as_nothing() -> None:
    counts = {("yes", "yes"): 3, ("yes", "no"): -1, ("no", "no"): 2}
    assert (Agreement(counts).count, Agreement(counts).kappa) == (5, 1)


@pytest.mark.parametrize(
    "table",
    [
        {("a", "a"): 20, ("a", "r"): 5, ("r", "a"): 10, ("r", "r"): 15},
        {("a", "a"): 88, ("a", "s"): 10, ("r", "r"): 40, ("s", "r"): 7, ("s", "s"): 9},
    ],
)
def test_its_interval_is_what_the_delta_method_gives(table: dict[tuple[str, str], int]) -> None:
    found, total = Agreement(table), sum(table.values())

    def value(counts: dict[tuple[str, str], float]) -> float:
        n = sum(counts.values())
        names = {name for pair in counts for name in pair}
        agreed = sum(c for (one, other), c in counts.items() if one == other) / n
        chance = sum(
            sum(c for (one, _), c in counts.items() if one == name)
            * sum(c for (_, other), c in counts.items() if other == name)
            for name in names
        ) / (n * n)
        return (agreed - chance) / (1 - chance)

    step = 1e-4
    slopes = {
        pair: (value({**table, pair: table[pair] + step}) - value(dict(table))) / step * total
        for pair in table
    }
    mean = sum(slopes[pair] * n / total for pair, n in table.items())
    variance = sum(slopes[pair] ** 2 * n / total for pair, n in table.items()) - mean**2
    assert found.low is not None
    assert found.high is not None
    assert (found.high - found.low) / 2 == pytest.approx(
        1.96 * math.sqrt(variance / total), rel=1e-3
    )
