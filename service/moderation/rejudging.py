"""Scoring and judging stored comments again: the one engine of rescorings and of trials.

It changes nothing. What it is given is a page of stored comments, what it gives are their new
scores and the verdicts that are no longer what stands.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import structlog
from numpy.typing import NDArray

from service.domain.authors import History
from service.domain.cases import Case
from service.domain.comments import DecidedBy, identities
from service.domain.judging import judge
from service.domain.policy import Mode, Policy, refuses
from service.domain.rejudging import is_lasting, recall
from service.domain.statuses import Status
from service.domain.verdicts import Scores, Verdict
from service.moderation.circumstances import chance_of
from service.moderation.matching import matcher_of
from service.moderation.models import Scorer, recommended
from service.store.codec import read_reasons, read_scores, score_writer
from service.store.redis import Store
from service.store.rescoring_pages import StoredComment

log = structlog.get_logger()

_REFUSED = (Status.REJECTED, Status.SPAM)


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
class _Read:
    """A page as the model reads it; a row for each comment."""

    comments: Sequence[StoredComment]
    rows: NDArray[np.float64]
    """Scores, in the order of the model's labels; NaN where there is none."""
    errors: int = 0


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known around the comments of a page."""

    modes: Mapping[str, Mode] = field(default_factory=dict)
    """By the short name of the thread."""
    histories: Mapping[str, History] = field(default_factory=dict)
    """By the id of the comment, where the policy asks for more than the one before did."""


class Rejudging:
    """Judges by one policy, with one model's scores: new ones, or those that are stored."""

    def __init__(
        self, store: Store, site: str, policy: Policy, scorer: Scorer, *, fresh: bool
    ) -> None:
        self._store = store
        self._site = site
        self._policy = policy
        self._scorer = scorer
        self._fresh = fresh
        self._thresholds = {**recommended(scorer), **policy.thresholds}
        limits = [self._thresholds.get(label) for label in scorer.labels]
        self._holds = np.array([limit.hold if limit else np.inf for limit in limits])
        self._write = score_writer(scorer.labels)

    def score(self, comments: Sequence[StoredComment]) -> Rejudgement:
        """Score a page and judge nothing, which takes a third of the time."""
        read = self._read(comments)
        return Rejudgement(self._written(read), errors=read.errors)

    async def judge(self, comments: Sequence[StoredComment]) -> Rejudgement:
        """Judge a page. What a person has decided is only scored."""
        read = self._read(comments)
        mine = [at for at, comment in enumerate(read.comments) if _is_the_policys(comment)]
        around = await self._look_around([read.comments[at] for at in mine])
        self._matcher = await matcher_of(await self._store.words.read(self._site))
        changes = list(self._judge_all(read, mine, around))
        return Rejudgement(self._written(read), changes, len(mine), read.errors)

    def _written(self, read: _Read) -> list[tuple[str, str, str]]:
        rows = read.rows.tolist() if self._fresh else []
        return [
            (comment.id, comment.revision, self._write(row))
            for comment, row in zip(read.comments, rows, strict=False)
        ]

    def _read(self, comments: Sequence[StoredComment]) -> _Read:
        if self._fresh:
            return _score(self._scorer, comments)
        scored = [comment for comment in comments if comment.scores]
        known = [read_scores(comment.scores or "") for comment in scored]
        rows = [[row.get(label, np.nan) for label in self._scorer.labels] for row in known]
        return _Read(
            scored, np.array(rows, np.float64).reshape(len(scored), len(self._scorer.labels))
        )

    def _judge_all(self, read: _Read, mine: Sequence[int], around: _Around) -> Iterator[Rejudged]:
        if not mine:
            return
        trusted = self._scorer.is_trusted([read.comments[at].text for at in mine])
        calm = ((read.rows[mine] < self._holds).all(axis=1) & trusted).tolist()
        for at, is_calm, means_something in zip(mine, calm, trusted.tolist(), strict=True):
            comment = read.comments[at]
            if is_calm and self._is_settled(comment):
                continue
            row = zip(self._scorer.labels, read.rows[at].tolist(), strict=True)
            scores = {label: value for label, value in row if value == value}  # noqa: PLR0124 - NaN
            verdict = self._judge(comment, scores, around, trusted=means_something)
            if verdict and verdict.status != comment.status:
                yield Rejudged(comment, verdict, scores)

    def _is_settled(self, comment: StoredComment) -> bool:
        """Tell at a glance that a comment stays out, if the model has nothing against it.

        This very policy found nothing else in this very text; only the list of words may have
        changed since. Most comments are of this kind, and to run the checks costs as much as
        scoring does.
        """
        return (
            comment.status == Status.APPROVED
            and comment.reasons == ""
            and comment.policy == str(self._policy.version)
            and not self._matcher.find(comment.text, _now())
        )

    def _judge(
        self, comment: StoredComment, scores: Scores, around: _Around, *, trusted: bool
    ) -> Verdict | None:
        reasons = read_reasons(comment.reasons)
        if is_lasting(Status(comment.status), reasons):
            return None
        policy, text = self._policy, comment.text
        lang = comment.lang
        if policy.languages and not lang:
            lang = self._scorer.detect([text])[0]
        case = Case(
            text=text,
            policy=policy,
            thresholds=self._thresholds,
            scores=scores,
            words=self._matcher.find(text, _now()),
            trusted=trusted,
            lang=lang,
            reports=int(comment.reports or 0),
            chance=chance_of(comment.id) if policy.audit_share else 1.0,
            **recall(
                reasons, policy, around.modes.get(comment.thread), around.histories.get(comment.id)
            ),
        )
        return self._doubted(comment, case, judge(case))

    def _doubted(self, comment: StoredComment, case: Case, verdict: Verdict) -> Verdict:
        """Ask whether it is quoted or denied, if that could change the status or be told with it.

        To ask costs twenty times what scoring does. What is held stays held whatever the answer.
        """
        matters = verdict.status in _REFUSED or verdict.status != comment.status
        asked = matters and refuses(self._thresholds, case.scores or {})
        if asked and self._scorer.is_hedged(case.text):
            return judge(replace(case, hedged=True))
        return verdict

    async def _look_around(self, comments: Sequence[StoredComment]) -> _Around:
        modes = await self._store.policies.all_thread_modes(self._site)
        asked: list[StoredComment] = []
        if self._policy.first_comments_held or self._policy.trusted_after:
            asked = [c for c in comments if c.policy != str(self._policy.version)]
        surest = [identities(c.author_id, c.email_hash, c.address_hash)[:1] for c in asked]
        histories = await self._store.authors.histories_of(
            self._site, [known[0] if known else None for known in surest]
        )
        return _Around(modes, {c.id: h for c, h in zip(asked, histories, strict=True)})


def _score(scorer: Scorer, comments: Sequence[StoredComment]) -> _Read:
    """Score as one batch, or each alone when the batch fails; what fails alone is left out."""
    try:
        rows = _rows(scorer, [comment.text for comment in comments])
    except Exception as error:  # noqa: BLE001 - whatever it is, the others can be scored
        if len(comments) == 1:
            # The message may quote the text, which is never logged.
            log.warning("rescoring failed", comment=comments[0].id, error=type(error).__name__)
            return _Read([], np.zeros((0, len(scorer.labels)), np.float64), 1)
        alone = [_score(scorer, [comment]) for comment in comments]
        return _Read(
            [comment for read in alone for comment in read.comments],
            np.concatenate([read.rows for read in alone]),
            sum(read.errors for read in alone),
        )
    return _Read(comments, rows)


def _rows(scorer: Scorer, texts: Sequence[str]) -> NDArray[np.float64]:
    """Score, rounded as scores are kept: a verdict can be understood from what is on the record.

    A model that gives NaN has failed: it can be compared with no threshold.
    """
    table = np.asarray(scorer.score(texts), np.float64).reshape(len(texts), len(scorer.labels))
    rows: NDArray[np.float64] = np.asarray(table.round(4), np.float64)
    if not np.isfinite(rows).all():
        raise ArithmeticError
    return rows


def _is_the_policys(comment: StoredComment) -> bool:
    """Tell whether nobody but the policy has ever spoken: what a person decided stays decided.

    Even where reports have reopened it since: then a person is to decide again.
    """
    return comment.decided_by == DecidedBy.POLICY and not comment.decision


def _now() -> int:
    return int(time.time() * 1000)
