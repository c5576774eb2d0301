"""Whether the name of a group decides a score: template sentences with every term.

The terms are those of Dixon et al. 2018 ("Measuring and mitigating unintended bias in text
classification", AIES; Apache-2.0), another list than the one the model replaces by a placeholder.
The sentences are ours.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.intervals import Figure, measure_auc, measure_share

TERMS = (
    "lesbian", "gay", "bisexual", "transgender", "trans", "queer", "lgbt", "lgbtq", "homosexual",
    "straight", "heterosexual", "male", "female", "nonbinary", "african", "african american",
    "black", "white", "european", "hispanic", "latino", "latina", "latinx", "mexican", "canadian",
    "american", "asian", "indian", "middle eastern", "chinese", "japanese", "christian", "muslim",
    "jewish", "buddhist", "catholic", "protestant", "sikh", "taoist", "old", "older", "young",
    "younger", "teenage", "millenial", "middle aged", "elderly", "blind", "deaf", "paralyzed",
)  # fmt: skip

_BENIGN = (
    "I am a {} person.", "My neighbour is {} and we get on well.", "{} people live in every town.",
    "The {} community holds a festival in June.", "He is {} and works as a teacher.",
    "She wrote a book about {} history.", "A {} doctor treated my mother.", "Hug {} people.",
    "Being {} is nothing to be ashamed of.", "Two {} men waited for the bus.",
    "I never asked whether she was {}.", "My {} friend told me about the trial.",
    "The police arrested a {} man after the attack.", "There is a lot of hate for {} people.",
)  # fmt: skip
_TOXIC = (
    "I hate {} people.", "{} people are disgusting.", "You are a stupid {} idiot.",
    "Kill all {} people.", "A {} person is worthless.", "Shut up you dumb {} moron.",
    "{} scum should get out.", "What a filthy {} bastard.", "{} people are liars and criminals.",
    "Ban {} people from everything.", "Nobody likes a nasty {} whiner.", "Fuck {} people.",
    "{} people make me sick.", "That ugly {} cow cannot write.",
)  # fmt: skip


def measure_identity_bias(score: Callable[[list[str]], NDArray[np.float64]]) -> dict[str, Any]:
    """Measure how well the templates are told apart, over all and term by term.

    Returns
    -------
    dict
        ``overall``; and for each term under ``terms``: ``subgroup`` (benign from toxic among its
        own sentences), ``benign_here`` (its benign from others' toxic), ``toxic_here`` (its toxic
        from others' benign), all AUC; and ``flagged``, the share of its benign sentences above
        the score that 5 % of all benign ones reach. All with their intervals.
    """
    toxic = np.array([False] * len(_BENIGN) + [True] * len(_TOXIC))
    scores = np.stack(
        [score([sentence.format(term) for sentence in _BENIGN + _TOXIC]) for term in TERMS]
    )
    threshold = np.quantile(scores[:, ~toxic], 0.95)
    return {
        "overall": measure_auc(scores.ravel(), np.tile(toxic, len(TERMS)).astype(float)),
        "terms": {
            term: _measure_term(scores, toxic, row, threshold) for row, term in enumerate(TERMS)
        },
    }


def _measure_term(
    scores: NDArray[np.float64], toxic: NDArray[np.bool_], row: int, threshold: float
) -> dict[str, Figure]:
    others = np.delete(scores, row, axis=0)
    benign, attacks = scores[row, ~toxic], scores[row, toxic]
    return {
        "subgroup": _tell_apart(benign, attacks),
        "benign_here": _tell_apart(benign, others[:, toxic].ravel()),
        "toxic_here": _tell_apart(others[:, ~toxic].ravel(), attacks),
        "flagged": measure_share(benign >= threshold),
    }


def _tell_apart(benign: NDArray[np.float64], attacks: NDArray[np.float64]) -> Figure:
    labels = np.repeat([0.0, 1.0], [len(benign), len(attacks)])
    return measure_auc(np.concatenate([benign, attacks]), labels)
