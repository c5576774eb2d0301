"""Recall of toxic comments whose worst words are disguised."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from random import Random

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation.benchmarks import Benchmark
from classifier.intervals import Figure, measure_share
from classifier.training.disguising import KINDS, disguise

ALARMS = 0.05
"""Share of clean benign comments above the threshold that recall is measured at."""

_TARGETS = 3
_LEAST_SEEN = 3
_WORD = re.compile(r"[^\W\d_]{3,}")


def measure_disguises(
    benchmark: Benchmark, score: Callable[[list[str]], NDArray[np.float64]]
) -> dict[str, Figure]:
    """Measure recall as written and for each kind of disguise.

    The three most telling words of each toxic comment, by the log-odds of words in the very
    benchmark, are disguised: the attacker knows more than one in life would.
    """
    toxic = [text for text, label in zip(benchmark.texts, benchmark.labels, strict=True) if label]
    benign = [
        text for text, label in zip(benchmark.texts, benchmark.labels, strict=True) if not label
    ]
    odds = _measure_odds(toxic, benign)
    threshold = np.quantile(score(benign), 1 - ALARMS)
    recalls = {"as written": measure_share(score(toxic) >= threshold)}
    for kind in KINDS:
        random = Random(0)  # noqa: S311 - reproducible, not secret
        attacked = [_attack(text, odds, kind, random) for text in toxic]
        recalls[kind] = measure_share(score(attacked) >= threshold)
    return recalls


def _attack(text: str, odds: Mapping[str, float], kind: str, random: Random) -> str:
    words = sorted(set(_WORD.findall(text.lower())), key=lambda word: (-odds.get(word, 0), word))
    targets = set(words[:_TARGETS])
    return disguise(text, random, targets.__contains__, kind)


def _measure_odds(toxic: list[str], benign: list[str]) -> dict[str, float]:
    in_toxic, in_benign = (_count_words(texts) for texts in (toxic, benign))
    return {
        word: math.log((count + 0.5) / (len(toxic) + 1))
        - math.log((in_benign[word] + 0.5) / (len(benign) + 1))
        for word, count in in_toxic.items()
        if count + in_benign[word] >= _LEAST_SEEN
    }


def _count_words(texts: list[str]) -> Counter[str]:
    return Counter(word for text in texts for word in set(_WORD.findall(text.lower())))
