"""Undoing what a person has decided, where nobody has changed it since."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.domain.audit import Actor
from service.domain.errors import NotFoundError, RoleError, UnavailableError
from service.moderation.deciding import pages_of
from service.moderation.tallying import tally_decisions
from service.store import transitions
from service.store.acts import Before
from service.store.changes import Outcome
from service.store.redis import Store


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing put back, and what somebody has changed since."""

    restored: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    """What the record could not take any more; undone again, it goes on from here."""


async def undo(
    store: Store, site: str, decision_id: str, actor: Actor, *, others: bool = True
) -> Undone:
    """Put back what one decision changed, where nobody has changed it since.

    ``others``: whether the actor may undo what somebody else has decided.

    Raises
    ------
    NotFoundError
        The site has no such decision, or it is too long ago.
    RoleError
        It is somebody else's.
    UnavailableError
        The record cannot take any of it.
    """
    acts = await store.acts.recall(site, decision_id)
    if not acts:
        raise NotFoundError("There is no such decision, or it is too long ago.")
    if not others and await _actor_of(store, site, decision_id, acts) != actor:
        raise RoleError("Somebody else has decided this.")
    await store.floods.lift(site, decision_id)
    undone = Undone()
    for page in pages_of(acts):
        try:
            restored = await _undo_page(store, site, page, decision_id, actor)
        except UnavailableError:
            if not undone.restored:
                raise
            done = len(undone.restored) + len(undone.skipped)
            undone.failed.extend(before.comment_id for before in acts[done:])
            break
        undone.restored.extend(restored)
        undone.skipped.extend(_others(page, restored))
    return undone


async def _undo_page(
    store: Store, site: str, acts: Sequence[Before], decision_id: str, actor: Actor
) -> list[str]:
    found = await store.comments.get_many(site, [before.comment_id for before in acts])
    pairs = [
        (comment, before)
        for comment, before in zip(found, acts, strict=True)
        if comment and (comment.decision, comment.version) == (decision_id, before.version)
    ]
    audit = {"action": "undo", "actor": str(actor), "decision": decision_id}
    changes = [transitions.of_undoing(comment, before, audit) for comment, before in pairs]
    outcomes = await store.comments.apply(site, changes)
    done = [pair for pair, o in zip(pairs, outcomes, strict=True) if o is Outcome.DONE]
    taken_back = [(before.reasons, comment.status) for comment, before in done]
    await tally_decisions(store, site, taken_back, by=-1)
    restored = [comment.id for comment, _before in done]
    await store.examples.take_back(site, decision_id, restored)
    return restored


async def _actor_of(
    store: Store, site: str, decision_id: str, acts: Sequence[Before]
) -> Actor | None:
    """Find out whose decision it was; None when the log does not go back so far."""
    for before in acts:
        for entry in await store.comments.history(site, before.comment_id):
            if entry.decision == decision_id and entry.action != "undo":
                return entry.actor
    return None


def _others(acts: Sequence[Before], restored: Sequence[str]) -> list[str]:
    done = set(restored)
    return [before.comment_id for before in acts if before.comment_id not in done]
