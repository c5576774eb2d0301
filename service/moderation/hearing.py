"""Taking comments through that were heard of: of one that came alone everything was told."""

import asyncio
import time
from dataclasses import replace

from service.domain.cases import Case
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
        elif knock.lone is not None and await self._is_done(knock.lone):
            return 1
        return await self._scoring.score_batch(knock.site)

    async def _is_done(self, lone: LoneComment) -> bool:
        """Decide a comment by what its knock tells; False: it has to be claimed."""
        comment, store = lone.comment, self._store
        if self._scoring.has_claimed(comment.id):
            return True
        policy = store.policies.known(comment.site, lone.policy)
        words = store.words.known(comment.site, lone.words)
        if policy is None or words is None:
            return False
        with await batch_span(store, comment.site, [comment.id], time.time_ns()):
            outcome = await self._decide(lone, policy, words)
        if outcome in (Outcome.STALE, Outcome.MISSING):
            self._gives_way = _GIVES_WAY
        return outcome is not None

    async def _decide(self, lone: LoneComment, policy: Policy, words: WordList) -> Outcome | None:
        """Decide it, as one whose text is like no other first; None: that cannot be done."""
        comment, scorer = lone.comment, self._models.deciding(lone.comment.site)
        with span("score"):
            readings = read_all(scorer, [comment])
        if not readings:
            return None
        signature = signature_of(comment.text) if len(comment.text) >= SHORTEST else None
        flood = Flood(comment.revision) if signature else None
        make = begin_kept(comment, policy, lone.standing, await matcher_of(words), flood)
        case = complete_case(scorer, comment, readings[0][1], make, thresholds_of(policy, scorer))
        ruling = rule(scorer.model_id, comment, case)
        with span("commit"):
            return await self._commit(lone, case, ruling, signature)

    async def _commit(
        self, lone: LoneComment, case: Case, ruling: Ruling, signature: str | None
    ) -> Outcome | None:
        """Commit a verdict, or the one that it is when it is like others after all."""
        comment, comments = lone.comment, self._store.comments
        outcome = await comments.decide_heard(lone, ruling, signature, case.policy.window_s)
        if isinstance(outcome, Flood):
            case = replace(case, flood=in_force(outcome, comment))
            ruling = rule(ruling.model, comment, case)
            (outcome,) = await comments.apply_verdicts(comment.site, [ruling])
        if outcome is not None:
            await self._scoring.tell(comment.site, [case], [ruling], [outcome])
        return outcome
