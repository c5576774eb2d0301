"""Scoring what is due: claim a batch, score it as one, judge it, and commit each verdict."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import structlog
from numpy.typing import NDArray

from service.domain.checks import Case, judge
from service.domain.comments import Comment
from service.domain.policy import Policy, Threshold, Thresholds, refuses
from service.domain.verdicts import Scores
from service.settings import WorkSettings
from service.store.pending import Lease
from service.store.redis import Store
from service.store.transitions import Outcome, Ruling

log = structlog.get_logger()


class Scorer(Protocol):
    """A loaded model, as the use cases see it."""

    @property
    def model_id(self) -> str:
        """Name of the model: stored beside every score."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels, in the order of the columns that `score` gives."""

    @property
    def thresholds(self) -> Mapping[str, Mapping[str, float]]:
        """What the manifest recommends: by label, ``hold`` and perhaps ``reject``."""

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give calibrated probabilities, shape (texts, labels)."""

    def is_familiar(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Tell of each text whether the model has met the words that it consists of."""

    def is_hedged(self, text: str) -> bool:
        """Tell whether a text's worst words seem quoted, reported or denied."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of a comment."""

    scores: Scores
    familiar: bool


Scored = tuple[Comment, Reading | None]


class Scoring:
    """Decides pending comments by model and policy."""

    def __init__(self, store: Store, scorer: Scorer, work: WorkSettings) -> None:
        self._store = store
        self._scorer = scorer
        self._work = work

    async def score_batch(self, site: str) -> int:
        """Take one batch of a site's due comments through; gives how many were claimed."""
        leases = await self._store.pending.claim(
            site, lease_s=self._work.lease_s, count=self._work.batch_size
        )
        if not leases:
            return 0
        policy = await self._store.sites.policy(site)
        for part in self._portions(leases):
            await self._decide(site, policy, part)
        return len(leases)

    def _portions(self, leases: Sequence[Lease]) -> Iterator[list[Lease]]:
        """Cut a claim: what is new goes as one batch, what failed before goes alone.

        Whatever killed a worker is alone when it does so again, and chance decides who went before
        it, so that it drags few others along to the limit of attempts.
        """
        fresh = [lease for lease in leases if lease.attempt == 1]
        if fresh:
            yield fresh
        tried = [lease for lease in leases if lease.attempt > 1]
        random.shuffle(tried)
        for lease in tried:
            yield [lease]

    async def _decide(self, site: str, policy: Policy, leases: Sequence[Lease]) -> None:
        ids = [lease.comment_id for lease in leases]
        found = await self._store.comments.get_many(site, ids)
        gone = [id_ for id_, comment in zip(ids, found, strict=True) if comment is None]
        if gone:
            await self._store.pending.forget(site, gone)
        comments = [comment for comment in found if comment is not None]
        given_up = leases[0].attempt > self._work.max_attempts
        scored = [(c, None) for c in comments] if given_up else self._score(comments)
        rulings = [self._rule(policy, comment, reading) for comment, reading in scored]
        outcomes = await self._store.comments.apply_verdicts(site, rulings)
        log.info("scored", site=site, claimed=len(ids), decided=outcomes.count(Outcome.DONE))

    def _score(self, comments: Sequence[Comment]) -> list[Scored]:
        """Score as one batch, or each alone when the batch fails; what fails alone is left out.

        It stays on the pending index under its lease, and comes back.
        """
        try:
            texts = [comment.text for comment in comments]
            table, familiar = _checked(self._scorer.score(texts)), self._scorer.is_familiar(texts)
        except Exception as error:  # noqa: BLE001 - whatever it is, the comment comes back
            if len(comments) == 1:
                # The message may quote the text, which is never logged.
                log.warning("scoring failed", comment=comments[0].id, error=type(error).__name__)
                return []
            return [scored for comment in comments for scored in self._score([comment])]
        labels = self._scorer.labels
        rows = (
            {label: round(float(p), 4) for label, p in zip(labels, row, strict=True)}
            for row in table
        )
        return [
            (comment, Reading(row, bool(known)))
            for comment, row, known in zip(comments, rows, familiar, strict=True)
        ]

    def _rule(self, policy: Policy, comment: Comment, reading: Reading | None) -> Ruling:
        thresholds = {**recommended(self._scorer), **policy.thresholds}
        scores = reading.scores if reading else None
        case = Case(
            text=comment.text,
            policy=policy,
            thresholds=thresholds,
            scores=scores,
            # Asked only where it matters: it costs as much as scoring does.
            hedged=refuses(thresholds, scores or {}) and self._scorer.is_hedged(comment.text),
            familiar=reading is None or reading.familiar,
            signals=comment.signals,
        )
        return Ruling(
            comment=comment,
            verdict=judge(case),
            scores=scores,
            model=self._scorer.model_id,
            policy=policy,
            priority=max(scores.values()) if scores else 1.0,
        )


def _checked(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Let pass what can be compared with a threshold: a model that gives NaN has failed."""
    if not np.isfinite(table).all():
        raise ArithmeticError
    return table


def recommended(scorer: Scorer) -> Thresholds:
    """Read the thresholds that a model comes with."""
    return {label: Threshold(**limits) for label, limits in scorer.thresholds.items()}
