"""What people decide on comments, one or many. Each decision carries the version seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import uuid_utils

from service.domain.audit import Actor
from service.domain.comments import Comment
from service.domain.errors import (
    FieldProblem,
    GreenroomError,
    NotAllowedError,
    NotFoundError,
    StaleError,
    UnavailableError,
)
from service.domain.statuses import OUTCOMES, Action, allowed_actions
from service.domain.verdicts import Reason, ReasonCode
from service.moderation.reviewing_again import ask_again
from service.moderation.tallying import tally_decisions
from service.store import transitions
from service.store.changes import Change, Outcome
from service.store.redis import Store

AT_ONCE = 200
"""How many comments go to the record in one piece, so that others come in between."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person wants done, and why."""

    action: Action
    actor: Actor
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A comment as the person saw it."""

    comment_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Act:
    """One decision on some comments, under one id by which it can be undone."""

    id: str
    results: list[Comment | GreenroomError]
    """In the order asked: the comment as it is now, or why it was left alone."""

    @property
    def decided(self) -> int:
        """How many comments were decided."""
        return sum(isinstance(result, Comment) for result in self.results)


async def decide(store: Store, site: str, seen: Seen, decision: Decision) -> tuple[str, Comment]:
    """Carry out a person's decision on one comment; gives the id of the act, too.

    Raises
    ------
    NotFoundError
        The site has no such comment.
    StaleError
        The comment changed since they saw it.
    NotAllowedError
        The action is not on the list for the comment's status.
    """
    act = await decide_all(store, site, [seen], decision)
    result = act.results[0]
    if isinstance(result, GreenroomError):
        raise result
    return act.id, result


async def decide_all(
    store: Store, site: str, items: Sequence[Seen], decision: Decision, act_id: str | None = None
) -> Act:
    """Carry out one decision on many comments, each by itself, as one act, or as more of one.

    What the record cannot take any more in the middle of it is left alone, and says so.

    Raises
    ------
    UnavailableError
        The record cannot take any of it.
    """
    act = Act(act_id or str(uuid_utils.uuid7()), [])
    for page in pages_of(items):
        try:
            act.results.extend(await _decide_page(store, site, page, decision, act.id))
        except UnavailableError as error:
            if not act.results:
                raise
            act.results.extend([error] * (len(items) - len(act.results)))
            break
    return act


async def _decide_page(
    store: Store, site: str, items: Sequence[Seen], decision: Decision, act_id: str
) -> list[Comment | GreenroomError]:
    found = await store.comments.get_many(site, [seen.comment_id for seen in items])
    checked = [_check(seen, comment, decision) for seen, comment in zip(items, found, strict=True)]
    wanted = [comment for comment in checked if isinstance(comment, Comment)]
    # Remembered first: what was changed but not remembered could not be undone.
    await store.acts.remember(site, act_id, wanted)
    changes = [_change(comment, decision, act_id) for comment in wanted]
    outcomes = await store.comments.apply(site, changes)
    to, pairs = OUTCOMES[decision.action], zip(wanted, outcomes, strict=True)
    done = [comment for comment, outcome in pairs if outcome is Outcome.DONE]
    await tally_decisions(store, site, [(comment.reasons, to) for comment in done])
    await ask_again(store, site, done, to, decision.actor)
    current = await store.comments.get_many(site, [comment.id for comment in wanted])
    results = map(_result, outcomes, current)
    return [c if isinstance(c, GreenroomError) else next(results) for c in checked]


def pages_of(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut what is to be done into pieces that go to the record one after the other."""
    for first in range(0, len(items), AT_ONCE):
        yield items[first : first + AT_ONCE]


def _check(seen: Seen, comment: Comment | None, decision: Decision) -> Comment | GreenroomError:
    if comment is None:
        return NotFoundError("This site has no such comment.")
    if comment.version != seen.version:
        return StaleError(comment)
    if decision.action not in allowed_actions(comment.status, awaits=comment.awaits):
        message = f"A comment that is {comment.status} cannot be given “{decision.action}”."
        return NotAllowedError(FieldProblem("action", message))
    return comment


def _change(comment: Comment, decision: Decision, decision_id: str) -> Change:
    detail = decision.reason or f"A moderator chose “{decision.action}”."
    audit = {
        "action": decision.action.value,
        "actor": str(decision.actor),
        "decision": decision_id,
        **({"note": decision.note} if decision.note else {}),
    }
    reasons = [Reason(code=ReasonCode.MODERATOR, detail=detail)]
    return transitions.of_decision(comment, OUTCOMES[decision.action], reasons, audit)


def _result(outcome: Outcome, current: Comment | None) -> Comment | GreenroomError:
    if current is None or outcome is Outcome.MISSING:
        return NotFoundError("This site has no such comment.")
    return StaleError(current) if outcome is Outcome.STALE else current
