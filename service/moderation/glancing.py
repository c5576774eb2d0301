"""Telling at a glance which comments a new verdict leaves as they are: most of them."""

from collections.abc import Mapping, Sequence

import numpy as np
import orjson
from numpy.typing import NDArray

from service.domain.policy import Mode, Policy, Thresholds
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.store.rescoring_pages import StoredComment

_OF_THE_MODEL = {ReasonCode.SCORE, ReasonCode.HEDGED, ReasonCode.UNFAMILIAR}

Expected = Status | None
"""What comes of a comment if nobody but the model has a say; None: that takes a closer look."""


class Glance:
    """Knows what a policy makes of scores alone, of a whole page at once.

    To run the checks costs more than scoring does. What they found in a text that has not changed,
    by a policy that has not changed, they would find again; only the model and the list of words
    may have something else to say. If the model says what it said, the list is all that is left.
    """

    def __init__(self, labels: Sequence[str], thresholds: Thresholds, policy: Policy) -> None:
        limits = [thresholds.get(label) for label in labels]
        rejects = [limit.reject if limit else None for limit in limits]
        self._holds = np.array([limit.hold if limit else np.inf for limit in limits])
        self._rejects = np.array([np.inf if limit is None else limit for limit in rejects])
        self._policy = policy

    def expect(self, rows: NDArray[np.float64], trusted: NDArray[np.bool_]) -> list[Expected]:
        """Give what the model alone makes of comments: out, or held.

        What it refuses is looked at more closely: it may be swearing at nobody, or quoted. A label
        without a score (NaN) is below no limit.
        """
        calm = trusted & (rows < self._holds).all(axis=1)
        refused = (rows >= self._rejects).any(axis=1)
        doubtful = ~refused & (~trusted | (rows >= self._holds).any(axis=1))
        return [
            Status.APPROVED if is_calm else Status.HELD if is_doubtful else None
            for is_calm, is_doubtful in zip(calm.tolist(), doubtful.tolist(), strict=True)
        ]

    def is_settled(
        self, comment: StoredComment, expected: Expected, modes: Mapping[str, Mode]
    ) -> bool:
        """Tell whether a comment stays as it is, if no word of the list stands in it."""
        if comment.status != expected or comment.policy != str(self._policy.version):
            return False
        if expected is Status.APPROVED:
            return comment.reasons == ""  # nothing was found in it
        mode = modes.get(comment.thread) or self._policy.mode
        return mode is not Mode.POST and _is_of_the_model(comment.reasons)


def _is_of_the_model(reasons: str | None) -> bool:
    codes = {reason["code"] for reason in orjson.loads(reasons)} if reasons else set()
    return bool(codes) and codes <= _OF_THE_MODEL
