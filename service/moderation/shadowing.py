"""The shadow: a model that judges what another has decided, unseen, when there is time for it.

What was decided waits in the memory of the worker that decided it until nothing is due. What finds
no room there is counted as skipped, so that no decision ever waits for a shadow.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from service.clock import now_ms
from service.domain.agreement import Pair
from service.domain.cases import Case
from service.domain.comments import Comment
from service.domain.errors import UnavailableError
from service.domain.judging import judge
from service.domain.shadows import Difference
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode, Verdict
from service.moderation.models import Scorer, thresholds_of
from service.moderation.reading import complete_case, read_all
from service.store.agreements import VERDICTS
from service.store.redis import Store

_ROOM = 1_000
_AT_ONCE = 16
"""Comments: some ten milliseconds' work, and all that a new one may have to wait for."""


class Shadows(Protocol):
    """Knows where there is a shadow."""

    def shadow(self, site: str) -> Scorer | None:
        """Give the model that scores beside the one that decides, if there is one."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A comment, what was known of it, and what became of it."""

    comment: Comment
    case: Case
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Pairing:
    site: str
    deciding: str
    shadow: Scorer

    @property
    def models(self) -> Pair:
        return self.deciding, self.shadow.model_id


class Shadowing:
    """Lets shadows judge what a worker decides."""

    def __init__(self, store: Store, shadows: Shadows) -> None:
        self._store, self._shadows = store, shadows
        self._waiting: deque[tuple[_Pairing, Decided]] = deque()
        self._skipped: Counter[_Pairing] = Counter()

    def note(self, site: str, deciding: str, decided: Iterable[Decided]) -> None:
        """Remember what was decided, if the site has a shadow and there is room."""
        shadow = self._shadows.shadow(site)
        if shadow is None or shadow.model_id == deciding:
            return
        pairing = _Pairing(site, deciding, shadow)
        for one in decided:
            if one.case.scores is None:
                continue
            if len(self._waiting) < _ROOM:
                self._waiting.append((pairing, one))
            else:
                self._skipped[pairing] += 1

    async def compare_some(self) -> bool:
        """Let the shadow judge some of what was decided; False when nothing waits."""
        if not self._waiting:
            return False
        pairing, some = self._waiting[0][0], list[Decided]()
        while self._waiting and self._waiting[0][0] == pairing and len(some) < _AT_ONCE:
            some.append(self._waiting.popleft()[1])
        await self._compare(pairing, some)
        return True

    async def _compare(self, pairing: _Pairing, some: Sequence[Decided]) -> None:
        counts: defaultdict[str, Counter[Pair]] = defaultdict(Counter)
        differences = []
        for decided, would_be in _judge_again(pairing.shadow, some):
            said, would_say = _word_of(decided.verdict), _word_of(would_be.verdict)
            counts[VERDICTS][said, would_say] += 1
            for label, pair in _by_label(decided.case, would_be.case):
                counts[label][pair] += 1
            if said != would_say:
                differences.append(_difference(decided, would_be))
        # They are figures to go by: that they cannot be kept now holds up nothing.
        with suppress(UnavailableError):
            skipped = self._skipped.pop(pairing, 0)
            add = self._store.agreements.add
            await add(pairing.site, pairing.models, counts, differences, skipped)


def _judge_again(shadow: Scorer, some: Sequence[Decided]) -> Iterator[tuple[Decided, Decided]]:
    """Judge as if the shadow decided, with all else as it was."""
    known = {(decided.comment.id, decided.comment.version): decided for decided in some}
    # The language is told already; to tell it again would cost as much as to score.
    comments = [replace(decided.comment, lang=decided.case.lang) for decided in some]
    for comment, reading in read_all(shadow, comments):
        decided = known[comment.id, comment.version]
        thresholds = thresholds_of(decided.case.policy, shadow)
        with_all_else = partial(replace, decided.case)
        case = complete_case(shadow, comment, reading, with_all_else, thresholds)
        yield decided, Decided(comment, case, judge(case))


def _word_of(verdict: Verdict) -> Status:
    """Say what a verdict comes to; what goes out to be looked at afterwards was held, too."""
    afterwards = any(reason.code is ReasonCode.POST_MODERATION for reason in verdict.reasons)
    return Status.HELD if afterwards else verdict.status


def _by_label(one: Case, other: Case) -> Iterator[tuple[str, Pair]]:
    """Say for each label that both know whether it alone would keep the comment from going out."""
    for label in (one.scores or {}).keys() & (other.scores or {}).keys():
        yield label, (_holds(one, label), _holds(other, label))


def _holds(case: Case, label: str) -> str:
    threshold = case.thresholds.get(label)
    return "yes" if threshold and case.scores and case.scores[label] >= threshold.hold else "no"


def _difference(decided: Decided, would_be: Decided) -> Difference:
    scores, others = decided.case.scores or {}, would_be.case.scores or {}
    shared = scores.keys() & others.keys()
    label = max(sorted(shared), key=lambda label: abs(scores[label] - others[label]), default=None)
    return Difference(
        comment=decided.comment.id,
        said=_word_of(decided.verdict),
        would_say=_word_of(would_be.verdict),
        label=label or "",
        score=scores[label] if label else 0.0,
        would_score=others[label] if label else 0.0,
        at=now_ms(),
    )
