"""Second opinions: a share of people's decisions goes to somebody who does not know the first.

Nothing that is said here changes a comment. Where two people disagree, the first decision stands
until somebody who may have the last word decides anew.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from service.clock import now_ms
from service.domain.audit import Actor
from service.domain.comments import Comment, DecidedBy
from service.domain.errors import (
    FieldProblem,
    NotAllowedError,
    NotFoundError,
    RoleError,
    StaleError,
    UnavailableError,
)
from service.domain.second_reviews import Answered, Dispute, Opinion, is_drawn
from service.domain.statuses import OUTCOMES, Action, Status
from service.store.redis import Store

_LOOK_AT = 500


async def ask_again(
    store: Store, site: str, decided: Sequence[Comment], to: Status, actor: Actor
) -> None:
    """Ask for a second opinion on a share of what somebody has just decided.

    The comments are as they were before. Only a person's first word on a comment is asked about.
    """
    at = now_ms()
    with suppress(UnavailableError):  # a sample may have gaps; a decision may not wait for it
        share = (await store.policies.current(site)).second_review_share
        drawn = {
            comment.id: (Opinion(actor.id, to, at), comment.version + 1)
            for comment in decided
            if to is not Status.HELD
            and comment.decided_by is not DecidedBy.PERSON
            and is_drawn(comment.id, share)
        }
        await store.second_reviews.ask(site, drawn)


async def read_again(store: Store, site: str, moderator: str, count: int = 20) -> list[Comment]:
    """Give comments for a second opinion of a moderator, as they were before they were decided.

    What has been changed since is asked about no more.
    """
    waiting = await store.second_reviews.waiting(site, _LOOK_AT)
    others = {id_: first for id_, first in waiting.items() if first[0].by != moderator}
    found = await store.comments.get_many(site, list(others))
    current: list[Comment] = []
    gone: list[str] = []
    for (id_, (_opinion, version)), comment in zip(others.items(), found, strict=True):
        if comment is None or comment.version != version:
            gone.append(id_)
        elif len(current) < count:
            current.append(comment)
    await store.second_reviews.drop(site, gone)
    return [await _blinded(store, comment) for comment in current]


async def answer_again(
    store: Store, site: str, comment_id: str, version: int, action: Action, by: str
) -> Answered:
    """Take a second opinion; the comment stays what it is, and nobody is told what the first was.

    Raises
    ------
    NotFoundError
        None is asked for on this comment.
    StaleError
        The comment changed since they saw it.
    NotAllowedError
        To hold is no opinion.
    RoleError
        The first opinion is theirs.
    """
    if action is Action.HOLD:
        raise NotAllowedError(FieldProblem("action", "To hold is no opinion."))
    status = OUTCOMES[action]
    answered = await store.second_reviews.answer(site, comment_id, version, by, status)
    if answered is Answered.OWN:
        raise RoleError("You have decided this yourself; somebody else is to look.")
    if answered is Answered.GONE:
        comment = await store.comments.get(site, comment_id)
        if comment is not None and comment.version != version:
            raise StaleError(comment)
        raise NotFoundError("No second opinion is asked for on this.")
    return answered


async def read_disputes(store: Store, site: str, count: int = 50) -> list[Dispute]:
    """Give what two people disagree on, the longest first; what was decided anew is settled."""
    disputed = await store.second_reviews.disputes(site, count)
    found = await store.comments.get_many(site, list(disputed))
    disputes: list[Dispute] = []
    settled: list[str] = []
    for (id_, ((first, version), second)), comment in zip(disputed.items(), found, strict=True):
        if comment is None or comment.version != version:
            settled.append(id_)
        else:
            disputes.append(Dispute(comment, first, second))
    await store.second_reviews.drop(site, settled)
    return disputes


async def settle_dispute(store: Store, site: str, comment_id: str) -> None:
    """Let the first decision stand for good.

    Raises
    ------
    NotFoundError
        Nobody disagrees on this.
    """
    if not await store.second_reviews.drop(site, [comment_id]):
        raise NotFoundError("Nobody disagrees on this.")


async def _blinded(store: Store, comment: Comment) -> Comment:
    """Take away what a person has made of a comment, and give it the policy's reasons again."""
    history = await store.comments.history(comment.site, comment.id)
    judged = [entry for entry in history if entry.action == "judge"]
    return replace(
        comment,
        status=Status.HELD,
        decided_by=None,
        decided_at=None,
        decision=None,
        reasons=judged[-1].reasons if judged else (),
    )
