"""Scoring what is due: claim a batch, score it as one, judge it, and commit each verdict."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import structlog
from numpy.typing import NDArray

from service.domain.cases import Case
from service.domain.comments import Comment, DecidedBy
from service.domain.judging import judge
from service.domain.policy import Policy, Threshold, Thresholds, refuses
from service.domain.statuses import Status
from service.domain.verdicts import Scores
from service.moderation.circumstances import CaseMaker, read_circumstances
from service.moderation.tallying import tally_hits
from service.settings import WorkSettings
from service.store.pending import Lease
from service.store.redis import Store
from service.store.transitions import Outcome, Ruling

log = structlog.get_logger()

_RECHECK_MS = 60_000
"""What went out unread is tried again after so long."""


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

    def is_trusted(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Tell of each text whether its scores mean anything: not in words it never met."""

    def detect(self, texts: Sequence[str]) -> list[str | None]:
        """Name the language of each text, where it can be told."""

    def is_hedged(self, text: str) -> bool:
        """Tell whether a text's worst words seem quoted, reported or denied."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of a comment."""

    scores: Scores
    trusted: bool


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
        policy = await self._store.policies.current(site)
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
        comments = await self._read(site, [lease.comment_id for lease in leases])
        given_up = leases[0].attempt > self._work.max_attempts
        scored = [(c, None) for c in comments] if given_up else self._score(comments)
        await self._put_off(site, comments, scored)
        makers = await read_circumstances(self._store, site, policy, [c for c, _ in scored])
        thresholds = {**recommended(self._scorer), **policy.thresholds}
        rulings = [
            self._rule(comment, self._complete(comment, reading, make, thresholds))
            for (comment, reading), make in zip(scored, makers, strict=True)
        ]
        outcomes = await self._store.comments.apply_verdicts(site, rulings)
        await tally_hits(self._store, site, rulings, outcomes)
        log.info("scored", site=site, claimed=len(leases), decided=outcomes.count(Outcome.DONE))

    async def _read(self, site: str, ids: Sequence[str]) -> list[Comment]:
        """Read what was claimed, without what is gone or a person has decided meanwhile."""
        found = await self._store.comments.get_many(site, ids)
        gone = [id_ for id_, comment in zip(ids, found, strict=True) if comment is None]
        if gone:
            await self._store.pending.forget(site, gone)
        return [c for c in found if c is not None and c.decided_by is not DecidedBy.PERSON]

    async def _put_off(
        self, site: str, comments: Sequence[Comment], scored: Sequence[Scored]
    ) -> None:
        """Let what is out unread wait until scoring is back: nothing is gained by giving it up."""
        done = {comment.id for comment, _ in scored}
        failed = [c.id for c in comments if c.is_out_unread and c.id not in done]
        if failed:
            await self._store.pending.put_off(site, failed, _RECHECK_MS)

    def _score(self, comments: Sequence[Comment]) -> list[Scored]:
        """Score as one batch, or each alone when the batch fails; what fails alone is left out.

        It stays on the pending index under its lease, and comes back.
        """
        try:
            texts = [comment.text for comment in comments]
            table, trusted = _checked(self._scorer.score(texts)), self._scorer.is_trusted(texts)
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
            (comment, Reading(row, bool(means_something)))
            for comment, row, means_something in zip(comments, rows, trusted, strict=True)
        ]

    def _complete(
        self, comment: Comment, reading: Reading | None, make: CaseMaker, thresholds: Thresholds
    ) -> Case:
        """Add to a case what the model has to say; the rest of it is known already."""
        if reading is None:
            return make(thresholds=thresholds)
        return make(
            thresholds=thresholds,
            scores=reading.scores,
            trusted=reading.trusted,
            # Asked only where it matters: it costs as much as scoring does.
            hedged=refuses(thresholds, reading.scores) and self._scorer.is_hedged(comment.text),
            lang=comment.lang or self._scorer.detect([comment.text])[0],
        )

    def _rule(self, comment: Comment, case: Case) -> Ruling:
        verdict = judge(case)
        unread = case.scores is None and verdict.status is Status.APPROVED
        if unread and comment.status is Status.APPROVED:
            # No worker has survived looking at it again: a person does.
            verdict, unread = replace(verdict, asks=True), False
        grouped = case.flood and (case.flood.texts > 1 or verdict.awaits)
        return Ruling(
            comment=comment,
            verdict=verdict,
            scores=case.scores,
            model=self._scorer.model_id,
            policy=case.policy,
            flood=case.flood.id if case.flood and grouped else None,
            recheck_ms=_RECHECK_MS if unread else None,
        )


def _checked(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Let pass what can be compared with a threshold: a model that gives NaN has failed."""
    if not np.isfinite(table).all():
        raise ArithmeticError
    return table


def recommended(scorer: Scorer) -> Thresholds:
    """Read the thresholds that a model comes with."""
    return {label: Threshold(**limits) for label, limits in scorer.thresholds.items()}
