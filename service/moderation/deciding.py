"""What people do to comments: decide, edit, erase. Each carries the version that was seen."""

from dataclasses import dataclass

from service.domain.audit import Actor
from service.domain.comments import Comment
from service.domain.errors import FieldProblem, NotAllowedError, NotFoundError, StaleError
from service.domain.statuses import OUTCOMES, Action, allowed_actions
from service.domain.verdicts import Reason, ReasonCode
from service.moderation.finding import find_comment
from service.moderation.submission import Doorbell
from service.store import transitions
from service.store.redis import Store
from service.store.transitions import Change, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person wants done, and on what they saw."""

    action: Action
    actor: Actor
    version: int
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A new text for a comment, in place of the one that was seen."""

    text: str
    actor: Actor
    version: int


async def decide(store: Store, site: str, comment_id: str, decision: Decision) -> Comment:
    """Carry out a person's decision.

    Raises
    ------
    NotFoundError
        The site has no such comment.
    StaleError
        The comment changed since they saw it.
    NotAllowedError
        The action is not on the list for the comment's status.
    """
    comment = await _as_seen(store, site, comment_id, decision.version)
    if decision.action not in allowed_actions(comment.status):
        message = f"A comment that is {comment.status} cannot be given “{decision.action}”."
        raise NotAllowedError(FieldProblem("action", message))
    to = OUTCOMES[decision.action]
    detail = decision.reason or f"A moderator chose “{decision.action}”."
    audit = {
        "action": decision.action.value,
        "actor": f"{decision.actor.kind}:{decision.actor.id}",
        **({"note": decision.note} if decision.note else {}),
    }
    reasons = [Reason(code=ReasonCode.MODERATOR, detail=detail)]
    return await _change(store, comment, transitions.of_decision(comment, to, reasons, audit))


async def edit(
    store: Store, doorbell: Doorbell, site: str, comment_id: str, edited: Edit
) -> Comment:
    """Replace a comment's text; it is pending again. Raises as `decide` does."""
    comment = await _as_seen(store, site, comment_id, edited.version)
    changed = await _change(store, comment, transitions.of_edit(comment, edited.text, edited.actor))
    doorbell.ring(site)
    return changed


async def erase(store: Store, site: str, comment_id: str, actor: Actor) -> None:
    """Erase a comment's text and personal data; erasing it again changes nothing.

    Raises
    ------
    NotFoundError
        The site never had such a comment.
    """
    comment = await store.comments.get(site, comment_id)
    if comment is not None:
        await store.comments.erase(comment, actor)
    elif not await store.comments.history(site, comment_id):
        raise NotFoundError("This site has no such comment.")


async def _as_seen(store: Store, site: str, comment_id: str, version: int) -> Comment:
    comment = await find_comment(store, site, comment_id)
    if comment.version != version:
        raise StaleError(comment)
    return comment


async def _change(store: Store, comment: Comment, change: Change) -> Comment:
    outcome = (await store.comments.apply(comment.site, [change]))[0]
    if outcome is Outcome.MISSING:
        raise NotFoundError("This site has no such comment.")
    current = await find_comment(store, comment.site, comment.id)
    if outcome is Outcome.STALE:
        raise StaleError(current)
    return current
