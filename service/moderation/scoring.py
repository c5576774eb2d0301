"""Scoring what is due: claim a batch, score it as one, judge it, and commit each verdict."""

import asyncio
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import structlog

from service.domain.cases import Case
from service.domain.comments import Comment, DecidedBy
from service.domain.judging import judge
from service.domain.policy import Policy
from service.domain.statuses import Status
from service.moderation.models import Models, Scorer
from service.moderation.shadowing import Decided
from service.moderation.studying import Study, study
from service.moderation.tallying import tally_hits
from service.moderation.tracing import batch_span
from service.settings import WorkSettings
from service.store.changes import Outcome
from service.store.pending import Lease
from service.store.redis import Store
from service.store.transitions import Ruling
from service.traces import is_on, span

log = structlog.get_logger()

_RECHECK_MS = 60_000
"""What went out unread is tried again after so long."""
_PASSED_OVER = 16
"""Knocks that are only claimed, after one that another worker was quicker to claim."""


class Onlooker(Protocol):
    """Looks at what was decided, and holds up nothing."""

    def note(self, site: str, deciding: str, decided: Iterable[Decided]) -> None:
        """See what a model has decided on a site."""


class Scoring:
    """Decides pending comments by model and policy."""

    def __init__(
        self, store: Store, models: Models, work: WorkSettings, onlooker: Onlooker | None = None
    ) -> None:
        self._store = store
        self._models = models
        self._work = work
        self._onlooker = onlooker
        self._to_pass_over = 0

    async def score_batch(self, site: str, heard: Comment | None = None) -> int:
        """Take one batch of a site's due comments through; gives how many were claimed.

        What was ``heard`` to have come in is studied while it is claimed: most often there is
        nothing else, and nobody was quicker.
        """
        work, began_ns = self._work, time.time_ns()
        scorer = self._models.deciding(site)
        leases, policy, ahead = await asyncio.gather(
            self._store.pending.claim(site, lease_s=work.lease_s, count=work.batch_size),
            self._store.policies.current(site),
            self._look_ahead(site, scorer, heard),
        )
        ids = [lease.comment_id for lease in leases]
        with await batch_span(self._store, site, ids, began_ns):
            for part in self._portions(leases):
                await self._decide(site, scorer, policy, part, ahead)
        if ahead is not None and not ids:
            self._to_pass_over = _PASSED_OVER
        return len(leases)

    async def _look_ahead(self, site: str, scorer: Scorer, heard: Comment | None) -> Study | None:
        policy = self._store.policies.last_read(site)
        if heard is None or policy is None or is_on():  # a trace would have its steps out of order
            return None
        if self._to_pass_over:
            self._to_pass_over -= 1
            return None
        return await study(self._store, site, scorer, policy, [heard])

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

    async def _decide(
        self,
        site: str,
        scorer: Scorer,
        policy: Policy,
        leases: Sequence[Lease],
        studied: Study | None,
    ) -> None:
        comments = await self._undecided(site, leases)
        given_up = leases[0].attempt > self._work.max_attempts
        if studied is None or given_up or not studied.is_of(policy, comments):
            studied = await study(self._store, site, scorer, policy, comments, unread=given_up)
        # What failed stays on the pending index under its lease, and comes back.
        await self._put_off(site, studied)
        cases = studied.cases(scorer)
        rulings = [
            _rule(scorer, comment, case)
            for (comment, _), case in zip(studied.scored, cases, strict=True)
        ]
        with span("commit"):
            outcomes = await self._store.comments.apply_verdicts(site, rulings)
        await tally_hits(self._store, site, rulings, outcomes)
        if self._onlooker:
            self._onlooker.note(site, scorer.model_id, _decided(cases, rulings, outcomes))
        log.info("scored", site=site, claimed=len(leases), decided=outcomes.count(Outcome.DONE))

    async def _undecided(self, site: str, leases: Sequence[Lease]) -> list[Comment]:
        """Give what was claimed, without what is gone or a person has decided."""
        gone = [lease.comment_id for lease in leases if lease.comment is None]
        if gone:
            await self._store.pending.forget(site, gone)
        found = [lease.comment for lease in leases if lease.comment is not None]
        return [comment for comment in found if comment.decided_by is not DecidedBy.PERSON]

    async def _put_off(self, site: str, studied: Study) -> None:
        """Let what is out unread wait until scoring is back: nothing is gained by giving it up."""
        done = {comment.id for comment, _ in studied.scored}
        failed = [c.id for c in studied.comments if c.is_out_unread and c.id not in done]
        if failed:
            await self._store.pending.put_off(site, failed, _RECHECK_MS)


def _decided(
    cases: Sequence[Case], rulings: Sequence[Ruling], outcomes: Sequence[Outcome]
) -> Iterator[Decided]:
    """Give what was decided indeed."""
    for case, ruling, outcome in zip(cases, rulings, outcomes, strict=True):
        if outcome is Outcome.DONE:
            yield Decided(ruling.comment, case, ruling.verdict)


def _rule(scorer: Scorer, comment: Comment, case: Case) -> Ruling:
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
        model=scorer.model_id,
        policy=case.policy,
        flood=case.flood.id if case.flood and grouped else None,
        recheck_ms=_RECHECK_MS if unread else None,
    )
