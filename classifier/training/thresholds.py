"""Where a person should look and what is clearly bad, with the evidence for it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

NEVER = 1.0
"""A threshold that no score reaches."""

WANTED_RECALL = 0.8
WANTED_PRECISION = 0.95
MOST_REJECTED_NEWS = 0.001
MOST_HELD_NEWS: Mapping[str, float] = {"toxicity": 0.05, "identity_attack": 0.0075}
"""Share of ordinary news comments that one label may hold: no label shall drown moderators.

Twice as many by identity_attack would find a few more attacks, and hold mere mentions of a group.
"""

_MOST_HELD_NEWS_OTHERWISE = 0.015
_Z = 1.645  # one-sided 95 %

Scores: TypeAlias = NDArray[np.float32]
Counts: TypeAlias = NDArray[np.float64] | float


@dataclass(frozen=True)
class Thresholds:
    """Thresholds of one label, and what was seen at them.

    Attributes
    ----------
    hold, reject : float
        Scores from which a person should look, and from which the comment is clearly bad.
    rows, positives : int
        Development rows that they were chosen on.
    recall_at_hold, precision_at_hold, recall_at_reject, precision_at_reject : float or None
        On those rows; None where nothing reaches the threshold.
    precision_bound : float or None
        One-sided 95 % lower bound of the precision at `reject`.
    news_held, news_rejected : float or None
        Share of ordinary news comments above the thresholds, if there were any to measure it on.
    """

    hold: float
    reject: float
    rows: int
    positives: int
    recall_at_hold: float
    precision_at_hold: float | None
    recall_at_reject: float
    precision_at_reject: float | None
    precision_bound: float | None
    news_held: float | None
    news_rejected: float | None

    def describe(self) -> dict[str, float | int | None]:
        """Return the figures, rounded for the manifest."""
        return {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


def choose_thresholds(label: str, scores: Scores, labels: Scores, news: Scores) -> Thresholds:
    """Choose the thresholds of one label.

    `hold` finds `WANTED_RECALL` of the positives, unless that would hold more than the allowed
    share of ordinary news comments. `reject` is the lowest score above which the precision is at
    least `WANTED_PRECISION` even at the lower end of its confidence interval, and almost no
    ordinary news comment stands; where there is no such score, it is `NEVER`.

    Parameters
    ----------
    label : str
    scores, labels : ndarray of float32, shape (n,)
        Development rows.
    news : ndarray of float32, shape (m,)
        Scores of ordinary news comments, for false alarms; may be empty.
    """
    positives = scores[labels == 1]
    hold = float(np.quantile(positives, 1 - WANTED_RECALL))
    reject = _find_reject(scores, labels)
    if len(news):
        most_held = MOST_HELD_NEWS.get(label, _MOST_HELD_NEWS_OTHERWISE)
        hold = max(hold, float(np.quantile(news, 1 - most_held)))
        reject = max(reject, float(np.quantile(news, 1 - MOST_REJECTED_NEWS)))
    hold, reject = round(hold, 4), round(max(reject, hold), 4)
    return Thresholds(
        hold=hold,
        reject=reject,
        rows=len(scores),
        positives=len(positives),
        recall_at_hold=float((positives >= hold).mean()),
        precision_at_hold=_get_precision(scores, labels, hold),
        recall_at_reject=float((positives >= reject).mean()),
        precision_at_reject=_get_precision(scores, labels, reject),
        precision_bound=_bound_precision(scores, labels, reject),
        news_held=float((news >= hold).mean()) if len(news) else None,
        news_rejected=float((news >= reject).mean()) if len(news) else None,
    )


def bound_share(hits: Counts, n: Counts) -> NDArray[np.float64]:
    """Return the one-sided 95 % lower bound of a share (Wilson 1927)."""
    share = np.asarray(hits) / n
    centre = share + _Z**2 / (2 * n)
    spread = _Z * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return np.asarray((centre - spread) / (1 + _Z**2 / n))


def _find_reject(scores: Scores, labels: Scores) -> float:
    order = np.argsort(-scores, kind="stable")
    hits, above = np.cumsum(labels[order], dtype=np.float64), np.arange(1.0, len(scores) + 1)
    good = np.flatnonzero(bound_share(hits, above) >= WANTED_PRECISION)
    return float(scores[order[good[-1]]]) if len(good) else NEVER


def _get_precision(scores: Scores, labels: Scores, threshold: float) -> float | None:
    above = labels[scores >= threshold]
    return float(above.mean()) if len(above) else None


def _bound_precision(scores: Scores, labels: Scores, threshold: float) -> float | None:
    above = labels[scores >= threshold]
    return float(bound_share(float(above.sum()), len(above))) if len(above) else None
