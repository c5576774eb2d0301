"""Taking comments through that were heard of: of one that came alone everything was told."""

import asyncio
import time
from dataclasses import replace

from service.domain.floods import Flood
from service.domain.policy import Policy
from service.domain.words import WordList
from service.moderation.circumstances import begin_kept, in_force
from service.moderation.matching import matcher_of
from service.moderation.models import Models, thresholds_of
from service.moderation.reading import complete_case, read_all
from service.moderation.ruling import rule
from service.moderation.scoring import Scoring
from service.moderation.signatures import SHORTEST, signature_of
from service.moderation.tracing import batch_span
from service.store.changes import Outcome
from service.store.knocks import Knock
from service.store.lone_comments import LoneComment
from service.store.redis import Store
from service.store.transitions import Ruling
from service.traces import span

_GIVES_WAY = 16
"""Knocks for which a worker lets others begin, after one of them was quicker."""
_HEAD_START_S = 0.005
"""In which they are done, if they are there."""


class Hearing:
    """Decides what a knock tells of, without a claim if that is all there is.

    Without a claim two workers may do the same; the record takes one verdict, and who came too late
    lets others begin for a while. Nor is an attempt counted: a worker that dies of a comment leaves
    it to be claimed like any other.
    """

    def __init__(self, store: Store, models: Models, scoring: Scoring) -> None:
        self._store = store
        self._models = models
        self._scoring = scoring
        self._gives_way = 0

    async def answer(self, knock: Knock) -> int:
        """Take through what is due; gives how many comments that were."""
        if self._gives_way:
            self._gives_way -= 1
            await asyncio.sleep(_HEAD_START_S)
        elif knock.lone is not None and await self._is_done(knock.site, knock.lone):
            return 1
        return await self._scoring.score_batch(knock.site)

    async def _is_done(self, site: str, lone: LoneComment) -> bool:
        """Decide a comment by what its knock tells; False: it has to be claimed."""
        if self._scoring.has_claimed(lone.comment.id):
            return True
        policy = self._store.policies.known(site, lone.policy)
        words = self._store.words.known(site, lone.words)
        if policy is None or words is None:
            return False
        with await batch_span(self._store, site, [lone.comment.id], time.time_ns()):
            outcome = await self._decide(site, lone, policy, words)
        if outcome in (Outcome.STALE, Outcome.MISSING):
            self._gives_way = _GIVES_WAY
        return outcome is not None

    async def _decide(
        self, site: str, lone: LoneComment, policy: Policy, words: WordList
    ) -> Outcome | None:
        """Decide it, as one whose text is like no other first; None: the model failed at it."""
        comment, scorer = lone.comment, self._models.deciding(site)
        with span("score"):
            readings = read_all(scorer, [comment])
        if not readings:
            return None
        alone = Flood(comment.revision) if len(comment.text) >= SHORTEST else None
        make = begin_kept(comment, policy, lone.standing, await matcher_of(words), alone)
        case = complete_case(scorer, comment, readings[0][1], make, thresholds_of(policy, scorer))
        ruling = rule(scorer.model_id, comment, case)
        with span("commit"):
            outcome = await self._commit(site, ruling, is_long=alone is not None)
            if isinstance(outcome, Flood):
                case = replace(case, flood=in_force(outcome, comment))
                ruling = rule(scorer.model_id, comment, case)
                outcome = await self._commit_as_judged(site, ruling)
        await self._scoring.tell(site, [case], [ruling], [outcome])
        return outcome

    async def _commit(self, site: str, ruling: Ruling, *, is_long: bool) -> Outcome | Flood:
        if not is_long:
            return await self._commit_as_judged(site, ruling)
        signature, window_s = signature_of(ruling.comment.text), ruling.policy.window_s
        return await self._store.comments.decide_alone(site, ruling, signature, window_s)

    async def _commit_as_judged(self, site: str, ruling: Ruling) -> Outcome:
        return (await self._store.comments.apply_verdicts(site, [ruling]))[0]
