"""Scoring and judging stored comments again: the one engine of rescorings and of trials.

It changes nothing. What it is given is a page of stored comments, what it gives are their new
scores and the verdicts that are no longer what stands.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from service.domain.authors import History
from service.domain.cases import Case
from service.domain.comments import DecidedBy, identities
from service.domain.judging import judge
from service.domain.policy import Mode, Policy, refuses
from service.domain.rejudging import is_lasting, recall
from service.domain.statuses import REFUSED, Status
from service.domain.verdicts import Scores, Verdict
from service.moderation.circumstances import chance_of
from service.moderation.glancing import Glance
from service.moderation.matching import Matcher, matcher_of
from service.moderation.models import Scorer, thresholds_of
from service.moderation.rereading import Reread, read_page, readings_of, recall_page, scores_of
from service.store.codec import read_reasons, score_writer
from service.store.redis import Store
from service.store.rescoring_pages import StoredComment


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A comment whose verdict would be another one now."""

    comment: StoredComment
    verdict: Verdict
    scores: Scores


@dataclass(frozen=True, slots=True)
class Rejudgement:
    """What came of a page."""

    scores: Sequence[tuple[str, str, str]] = ()
    """Id, revision and new scores, as they are written; none when the stored ones were used."""
    changes: Sequence[Rejudged] = ()
    judged: int = 0
    """How many were judged again: those that the policy decided and no person did."""
    errors: int = 0
    """Comments that could not be scored."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a site goes by beside its policy."""

    modes: Mapping[str, Mode]
    """Of threads that have one of their own, by their short names."""
    words: Matcher


class Rejudging:
    """Judges by one policy, with one model's scores: new ones, or those that are stored.

    What else the site goes by is read once: one that judges for long is made anew at times.
    """

    def __init__(
        self, store: Store, site: str, policy: Policy, scorer: Scorer, *, fresh: bool
    ) -> None:
        self._store = store
        self._site = site
        self._policy = policy
        self._scorer = scorer
        self._fresh = fresh
        self._thresholds = thresholds_of(policy, scorer)
        self._glance = Glance(scorer.labels, self._thresholds, policy)
        self._write = score_writer(scorer.labels)
        self._rules: _Rules | None = None
        self._turn = asyncio.Lock()

    async def score(self, comments: Sequence[StoredComment]) -> Rejudgement:
        """Score a page and judge nothing."""
        page = await self._read(partial(read_page, scores_of(self._scorer), comments))
        return Rejudgement(self._written(page), errors=page.errors)

    async def judge(self, comments: Sequence[StoredComment]) -> Rejudgement:
        """Judge a page. What a person has decided is only scored."""
        page = await self._read(
            partial(read_page, readings_of(self._scorer), comments)
            if self._fresh
            else partial(
                recall_page, self._scorer, comments, languages=bool(self._policy.languages)
            )
        )
        mine = [at for at, comment in enumerate(page.comments) if _stands_by_policy(comment)]
        self._rules = rules = self._rules or await self._read_rules()
        histories = await self._histories([page.comments[at] for at in mine])
        changes = list(self._judge_all(page, mine, rules, histories))
        return Rejudgement(self._written(page), changes, len(mine), page.errors)

    async def _read(self, read: Callable[[], Reread]) -> Reread:
        """Let the model read a page, and no other at a time.

        What others ask for goes first: Redis does that meanwhile. If two pages were read in one go,
        it would stand idle, and then they would, and so on: they would stay together.
        """
        async with self._turn:
            await self._store.connection.under_way()
            return read()

    def _written(self, page: Reread) -> list[tuple[str, str, str]]:
        if not self._fresh:
            return []
        rows = np.rint(page.readings.rows * 10_000).astype(np.int64).tolist()
        return [
            (comment.id, comment.revision, self._write(row))
            for comment, row in zip(page.comments, rows, strict=True)
        ]

    def _judge_all(
        self, page: Reread, mine: Sequence[int], rules: _Rules, histories: Mapping[str, History]
    ) -> Iterator[Rejudged]:
        rows, trusted, languages = page.readings
        expected, now = self._glance.expect(rows, trusted), int(time.time() * 1000)
        for at in mine:
            comment = page.comments[at]
            words = rules.words.find(comment.text, now)
            if not words and self._glance.is_settled(comment, expected[at], rules.modes):
                continue
            row = zip(self._scorer.labels, rows[at].tolist(), strict=True)
            make = partial(
                Case,
                text=comment.text,
                policy=self._policy,
                thresholds=self._thresholds,
                scores={label: value for label, value in row if value == value},  # noqa: PLR0124 - NaN
                words=words,
                trusted=bool(trusted[at]),
                lang=comment.lang or languages[at],
                reports=int(comment.reports or 0),
                chance=chance_of(comment.id) if self._policy.audit_share else 1.0,
            )
            mode, history = rules.modes.get(comment.thread), histories.get(comment.id)
            if change := self._judge(comment, make, mode, history):
                yield change

    def _judge(
        self, comment: StoredComment, make: partial[Case], mode: Mode | None, then: History | None
    ) -> Rejudged | None:
        """Run the checks; gives the new verdict if it is another one than stands."""
        reasons = read_reasons(comment.reasons)
        if is_lasting(Status(comment.status), reasons):
            return None
        case = make(**recall(reasons, self._policy, mode, then))
        verdict = self._doubted(comment, case, judge(case))
        if verdict.status == comment.status:
            return None
        return Rejudged(comment, verdict, case.scores or {})

    def _doubted(self, comment: StoredComment, case: Case, verdict: Verdict) -> Verdict:
        """Ask whether it is quoted or denied, if that could change the status or be told with it.

        To ask costs twenty times what scoring does. What is held stays held whatever the answer.
        """
        matters = verdict.status in REFUSED or verdict.status != comment.status
        asked = matters and refuses(self._thresholds, case.scores or {})
        if asked and self._scorer.is_hedged(case.text, *self._scorer.detect([case.text])):
            return judge(replace(case, hedged=True))
        return verdict

    async def _read_rules(self) -> _Rules:
        return _Rules(
            await self._store.policies.all_thread_modes(self._site),
            await matcher_of(await self._store.words.read(self._site)),
        )

    async def _histories(self, comments: Sequence[StoredComment]) -> Mapping[str, History]:
        """Read what became of authors' comments, where this policy asks for it as none before."""
        if not (self._policy.first_comments_held or self._policy.trusted_after):
            return {}
        asked = [c for c in comments if c.policy != str(self._policy.version)]
        surest = [identities(c.author_id, c.email_hash, c.address_hash)[:1] for c in asked]
        histories = await self._store.authors.histories_of(
            self._site, [known[0] if known else None for known in surest]
        )
        return {c.id: h for c, h in zip(asked, histories, strict=True)}


def _stands_by_policy(comment: StoredComment) -> bool:
    """Tell whether nobody but the policy has ever spoken: what a person decided stays decided.

    Even where reports have reopened it since: then a person is to decide again.
    """
    return comment.decided_by == DecidedBy.POLICY and not comment.decision
