"""How a comment stands in the review queue: under which heads, and how much it needs a person."""

import math
from collections.abc import Mapping, Sequence

from service.domain.verdicts import Reason, Scores

HARM = {"threat": 3.0, "severe_toxicity": 2.5, "identity_attack": 2.0, "sexually_explicit": 1.5}
"""How much worse than the plainest kind of harm a label is."""

PATIENCE_S = 12 * 3600.0
"""An item that has waited this much longer than another may be e times less urgent in itself."""

LISTED_FROM = 0.1
"""A label that scored less has no place in the list of that label."""


def priority(scores: Scores, reports: int, received_at: int) -> float:
    """Rank an item: expected harm, uncertainty, reports and age multiplied, the greater the sooner.

    In logarithms, and with age growing like e^(t/PATIENCE), the rank of two items never changes
    with time alone, so that it can be kept in an index.
    """
    harm = max((HARM.get(label, 1.0) * p for label, p in scores.items()), default=1.0)
    likeliest = max(scores.values(), default=0.5)
    uncertainty = 1.0 - abs(2.0 * likeliest - 1.0)
    urgency = math.log(harm + 0.01) + math.log(uncertainty + 0.1) + math.log1p(reports)
    return round(urgency - received_at / 1000 / PATIENCE_S, 6)


def places(
    scores: Scores, reasons: Sequence[Reason], reports: int, received_at: int
) -> Mapping[str, float]:
    """Name the places of an item in the review queue, and its rank in each."""
    rank = priority(scores, reports, received_at)
    codes = dict.fromkeys(f"reason:{reason.code}" for reason in reasons)
    labels = {f"label:{label}": p for label, p in scores.items() if p >= LISTED_FROM}
    return {
        "priority": rank,
        "free": rank,
        "arrival": received_at,
        **({"reports": reports} if reports else {}),
        **dict.fromkeys(codes, rank),
        **labels,
    }
