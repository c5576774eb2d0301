"""OpenAI's categories, and what of ours answers for each.

Categories that are not here are never flagged, score 0, and say that they were applied to nothing:
no model of ours was ever taught them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.domain.policy import Thresholds
from service.domain.verdicts import Scores

CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)

LABELS_OF: Mapping[str, Sequence[str]] = {
    "harassment": ("insult",),
    "harassment/threatening": ("threat",),
    "hate": ("identity_attack",),
    "hate/threatening": ("identity_attack", "threat"),
    "sexual": ("sexually_explicit",),
    "violence": ("threat",),
}
"""Labels that must all be there; the least of their probabilities is the category's score."""

_NO_LIMIT = 0.5
"""Where neither policy nor model has a threshold for a label."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of one category."""

    score: float
    flagged: bool
    applied: bool
    """Whether anything of ours answers for it."""


_NOTHING = Judgement(0.0, flagged=False, applied=False)


def judge(scores: Scores, thresholds: Thresholds) -> dict[str, Judgement]:
    """Say of each category how likely it is, and whether the site would hold a comment for it."""
    return {
        category: _judge(LABELS_OF.get(category, ()), scores, thresholds) for category in CATEGORIES
    }


def _judge(labels: Sequence[str], scores: Scores, thresholds: Thresholds) -> Judgement:
    if not labels or any(label not in scores for label in labels):
        return _NOTHING
    flagged = all(scores[label] >= _limit(label, thresholds) for label in labels)
    return Judgement(min(scores[label] for label in labels), flagged=flagged, applied=True)


def _limit(label: str, thresholds: Thresholds) -> float:
    return thresholds[label].hold if label in thresholds else _NO_LIMIT
