"""Judging a text at once and in this process: nothing is kept, queued or waited for.

It comes to what the worker would, as far as that can be known without keeping the text: near-
duplicates are grouped only once they are kept, and no sample is drawn. While Redis is silent the
site's rules are what they last were, and its authors are strangers.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import uuid_utils

from service.clock import now_ms
from service.domain.cases import Case, Standing
from service.domain.comments import Comment, Draft, identities, revision_of
from service.domain.errors import UnavailableError
from service.domain.judging import judge
from service.domain.policy import Policy, Thresholds
from service.domain.statuses import Status
from service.domain.verdicts import Scores, Verdict
from service.domain.words import WordList
from service.moderation.circumstances import CaseMaker, begin, read_standings
from service.moderation.matching import matcher_of
from service.moderation.models import Models, Scorer, thresholds_of
from service.moderation.reading import complete_case, read_all
from service.moderation.remembering import Memory, Recalled, patiently
from service.store.redis import Store


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site goes by."""

    policy: Policy
    words: WordList


@dataclass(frozen=True, slots=True)
class Assessment:
    """What model and policy say of a text now."""

    verdict: Verdict
    case: Case
    """What the verdict is of: scores, thresholds, language, words that were found."""
    model: str

    @property
    def scores(self) -> Scores:
        """Calibrated probability by label."""
        return self.case.scores or {}


class Assessor:
    """Judges texts by a model and the rules of their site.

    Parameters
    ----------
    on_silence : callable
        Called whenever something could not be read anew.
    """

    def __init__(self, store: Store, models: Models, on_silence: Callable[[], None]) -> None:
        self._store = store
        self._models = models
        self._on_silence = on_silence
        self._rules: Memory[Rules] = Memory(partial(_read_rules, store))

    async def assess(self, site: str, draft: Draft) -> Assessment:
        """Judge a draft as if it had just been accepted.

        Raises
        ------
        UnavailableError
            Redis does not answer, and what the site goes by is not known.
        """
        scorer, rules = self._models.deciding(site), await self._recall(site)
        comment = _as_if_accepted(site, draft)
        policy, standing = rules.answer.policy, await self._standing(comment, rules)
        make = begin(comment, policy, standing, await matcher_of(rules.answer.words))
        # Off the event loop: a long text takes its time, and others are waiting.
        return await asyncio.to_thread(_judge, scorer, policy, comment, make)

    async def thresholds(self, site: str) -> Thresholds:
        """Give the policy's thresholds, completed by what the model recommends.

        Raises
        ------
        UnavailableError
            Redis does not answer, and what the site goes by is not known.
        """
        policy = (await self._recall(site)).answer.policy
        return thresholds_of(policy, self._models.deciding(site))

    async def _recall(self, site: str) -> Recalled[Rules]:
        rules = await self._rules.last_known(site)
        if not rules.fresh:
            self._on_silence()
        return rules

    async def _standing(self, comment: Comment, rules: Recalled[Rules]) -> Standing:
        if rules.fresh:
            asked = read_standings(self._store, comment.site, rules.answer.policy, [comment])
            with suppress(UnavailableError):
                return (await patiently(asked))[0]
            self._on_silence()
        return Standing()


async def _read_rules(store: Store, site: str) -> Rules:
    policy, words = await asyncio.gather(store.policies.current(site), store.words.read(site))
    return Rules(policy, words)


def _as_if_accepted(site: str, draft: Draft) -> Comment:
    now = now_ms()
    return Comment(
        id=str(uuid_utils.uuid7()),
        site=site,
        thread=draft.thread,
        author=draft.author,
        text=draft.text,
        status=Status.PENDING,
        version=1,
        revision=revision_of(draft.text),
        created_at=draft.created_at or now,
        received_at=now,
        lang=draft.lang,
        signals=draft.signals,
        origin=draft.origin,
        identities=identities(draft.author.id, draft.email_hash, draft.address_hash),
    )


def _judge(scorer: Scorer, policy: Policy, comment: Comment, make: CaseMaker) -> Assessment:
    readings = read_all(scorer, [comment])
    reading = readings[0][1] if readings else None
    thresholds = thresholds_of(policy, scorer)
    case = complete_case(scorer, comment, reading, make, thresholds)
    return Assessment(judge(case), case, scorer.model_id)
