"""Whether one toxic comment is found in the middle of a long harmless text, and at what cost."""

from collections.abc import Callable
from random import Random

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation.benchmarks import Benchmark
from classifier.intervals import Figure, measure_share

ALARMS = 0.05
"""Share of long harmless texts above the threshold that recall is measured at."""

LENGTHS = (0, 500, 1_000, 3_000, 10_000)
"""Harmless characters around the toxic comment."""

FOUND = 0.8
"""Share of the toxic comments, by themselves, above the score that harmless texts are held to."""

STEPS = (0, 300, 800, 2_000)
"""Characters above which real comments are counted by themselves."""

_LONGEST_TOXIC = 200
_TEXTS = 300


def measure_long_texts(
    benchmark: Benchmark, score: Callable[[list[str]], NDArray[np.float64]]
) -> dict[str, dict[str, Figure]]:
    """Measure, for each length of the harmless text around short toxic comments.

    Returns
    -------
    dict
        ``recall``, at a threshold that is that of harmless texts of the same length; and
        ``flagged``, the share of those harmless texts at one threshold for all lengths.
    """
    pairs = list(zip(benchmark.texts, benchmark.labels, strict=True))
    toxic = [text for text, label in pairs if label and len(text) <= _LONGEST_TOXIC][:_TEXTS]
    benign = [text for text, label in pairs if not label]
    random = Random(0)  # noqa: S311 - reproducible, not secret
    everywhere = np.quantile(score(toxic), 1 - FOUND)
    recall, flagged = {}, {}
    for length in LENGTHS:
        harmless = [_hide("", benign, length, random) for _ in range(_TEXTS)]
        scores = score(harmless if length else benign)
        hidden = [_hide(text, benign, length, random) for text in toxic]
        recall[str(length)] = measure_share(score(hidden) >= np.quantile(scores, 1 - ALARMS))
        flagged[str(length)] = measure_share(scores >= everywhere)
    return {"recall": recall, "flagged": flagged}


def measure_by_length(
    benchmark: Benchmark, held: NDArray[np.bool_]
) -> dict[str, dict[str, Figure]]:
    """Measure how many of the harmless and of the toxic comments are held, by their length."""
    lengths = np.array([len(text) for text in benchmark.texts])
    steps = np.maximum(np.searchsorted(STEPS, lengths) - 1, 0)
    return {
        name: {
            str(STEPS[step]): measure_share(held[(steps == step) & (benchmark.labels == label)])
            for step in np.unique(steps[benchmark.labels == label]).tolist()
        }
        for name, label in (("harmless", 0), ("toxic", 1))
    }


def _hide(text: str, benign: list[str], length: int, random: Random) -> str:
    """Put harmless comments before and behind a text, half of the characters on either side."""
    sides: list[str] = []
    for _ in range(2):
        side = ""
        while len(side) < length // 2:
            side += random.choice(benign) + "\n"
        sides.append(side[: length // 2])
    return f"{sides[0]} {text} {sides[1]}"
