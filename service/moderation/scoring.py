"""Scoring what is due: claim a batch, score it as one, judge it, and commit each verdict."""

import asyncio
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import structlog

from service.domain.cases import Case
from service.domain.comments import Comment, DecidedBy
from service.domain.policy import Policy
from service.moderation.models import Models
from service.moderation.ruling import RECHECK_MS, rule
from service.moderation.shadowing import Decided
from service.moderation.studying import Study, study
from service.moderation.tallying import tally_hits
from service.moderation.tracing import batch_span
from service.settings import WorkSettings
from service.store.changes import Outcome
from service.store.pending import Lease
from service.store.redis import Store
from service.store.transitions import Ruling
from service.traces import span

log = structlog.get_logger()

_REMEMBERED = 2_000
"""Ids of what was claimed, as many as may be heard of afterwards; then all are forgotten."""


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
        self._claimed: set[str] = set()

    def has_claimed(self, comment_id: str) -> bool:
        """Tell whether a comment was in one of the last batches."""
        return comment_id in self._claimed

    async def score_batch(self, site: str) -> int:
        """Take one batch of a site's due comments through; gives how many were claimed."""
        work, began_ns = self._work, time.time_ns()
        leases, policy = await asyncio.gather(
            self._store.pending.claim(site, lease_s=work.lease_s, count=work.batch_size),
            self._store.policies.current(site),
        )
        ids = [lease.comment_id for lease in leases]
        self._remember(ids)
        with await batch_span(self._store, site, ids, began_ns):
            for part in self._portions(leases):
                await self._decide(site, policy, part)
        return len(leases)

    def _remember(self, ids: Sequence[str]) -> None:
        if len(self._claimed) > _REMEMBERED:
            self._claimed.clear()
        self._claimed.update(ids)

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
        scorer = self._models.deciding(site)
        comments = await self._undecided(site, leases)
        given_up = leases[0].attempt > self._work.max_attempts
        studied = await study(self._store, site, scorer, policy, comments, unread=given_up)
        # What failed stays on the pending index under its lease, and comes back.
        await self._put_off(site, studied)
        cases = studied.cases(scorer)
        rulings = [
            rule(scorer.model_id, comment, case)
            for (comment, _), case in zip(studied.scored, cases, strict=True)
        ]
        with span("commit"):
            outcomes = await self._store.comments.apply_verdicts(site, rulings)
        await self.tell(site, cases, rulings, outcomes)

    async def tell(
        self,
        site: str,
        cases: Sequence[Case],
        rulings: Sequence[Ruling],
        outcomes: Sequence[Outcome],
    ) -> None:
        """Tell of verdicts that were committed all who count or watch them."""
        await tally_hits(self._store, site, rulings, outcomes)
        if self._onlooker and rulings:
            self._onlooker.note(site, rulings[0].model, _decided(cases, rulings, outcomes))
        log.info("scored", site=site, claimed=len(rulings), decided=outcomes.count(Outcome.DONE))

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
            await self._store.pending.put_off(site, failed, RECHECK_MS)


def _decided(
    cases: Sequence[Case], rulings: Sequence[Ruling], outcomes: Sequence[Outcome]
) -> Iterator[Decided]:
    """Give what was decided indeed."""
    for case, ruling, outcome in zip(cases, rulings, outcomes, strict=True):
        if outcome is Outcome.DONE:
            yield Decided(ruling.comment, case, ruling.verdict)
