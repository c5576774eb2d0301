"""Trying a policy on stored comments before it is put in force; nothing of it is kept.

A trial is the engine of rescorings with the scores that are stored and nothing applied. What is
small is answered at once; what is large becomes a rescoring that applies nothing.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field, replace

from service.clock import DAY_MS, now_ms
from service.domain.audit import Actor
from service.domain.policy import Policy
from service.domain.rescorings import Apply, Order, Rescoring, Selection, VerdictChange
from service.domain.statuses import Status
from service.moderation.models import Models
from service.moderation.rejudging import Rejudging
from service.moderation.rescorings import begin
from service.moderation.verdict_changes import as_listed
from service.store.redis import Store

MOST_AT_ONCE = 5_000
"""Comments that are judged while the caller waits."""

FIRST_SHOWN = 10
"""So many comments of each kind of change are told."""

_PAGE = 100
_TRIED_VERSION = 0
"""No policy in force has this version, so nothing is taken for judged by it already."""


@dataclass(frozen=True, slots=True)
class Move:
    """How many comments would change from one status to another, and the first of them."""

    count: int
    first: list[VerdictChange]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a policy would change."""

    tried: int
    """How many comments were judged again: those that the policy decided and no person did."""
    moves: dict[tuple[Status, Status], Move] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many verdicts would be others."""
        return sum(move.count for move in self.moves.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """Which comments a policy is tried on: the last so many, or those of the last days."""

    count: int | None = None
    days: float | None = None

    @property
    def since(self) -> int | None:
        """From which time of arrival on, ms."""
        return now_ms() - int(self.days * DAY_MS) if self.days else None


async def try_policy(store: Store, models: Models, site: str, policy: Policy, over: Over) -> Trial:
    """Judge the last comments by a policy that is not in force, by the scores that they have.

    No more than `MOST_AT_ONCE` are judged; see `is_small`.
    """
    tried = replace(policy, version=_TRIED_VERSION)
    engine = Rejudging(store, site, tried, models.deciding(site), fresh=False)
    count = min(over.count or MOST_AT_ONCE, MOST_AT_ONCE)
    comments = await store.rescoring_pages.latest(site, count=count, since=over.since)
    found: dict[tuple[Status, Status], list[VerdictChange]] = defaultdict(list)
    judged = 0
    for at in range(0, len(comments), _PAGE):
        page = await engine.judge(comments[at : at + _PAGE])
        judged += page.judged
        for change in map(as_listed, page.changes):
            found[change.before, change.after].append(change)
        await asyncio.sleep(0)  # let others have their turn
    return Trial(judged, {kind: Move(len(c), c[:FIRST_SHOWN]) for kind, c in found.items()})


async def is_small(store: Store, site: str, over: Over) -> bool:
    """Tell whether a trial can be answered at once."""
    if over.count is not None:
        return over.count <= MOST_AT_ONCE
    return await store.rescoring_pages.count(site, since=over.since) <= MOST_AT_ONCE


async def order_trial(
    store: Store, site: str, actor: Actor, policy: Policy, over: Over
) -> Rescoring:
    """Begin to try a policy on many comments, as a rescoring that applies nothing."""
    since = over.since
    if over.count is not None:
        since = await store.rescoring_pages.arrival_of(site, over.count)
    order = Order(
        selection=Selection(since=since),
        policy=replace(policy, version=_TRIED_VERSION),
        apply=Apply.NONE,
        by=str(actor),
    )
    return await begin(store, site, order)
