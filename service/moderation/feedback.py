"""What people outside say of comments: labelled examples and, of comments of ours, decisions."""

from dataclasses import dataclass, replace

from service.clock import DAY_MS
from service.domain.comments import Comment
from service.domain.errors import NotAllowedError, StaleError
from service.domain.examples import Example
from service.domain.statuses import Action
from service.moderation.deciding import Decision, Seen, decide
from service.moderation.finding import find_comment
from service.settings import RetentionSettings
from service.store.redis import Store

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody said of a text, and what they would have done with the comment."""

    example: Example
    action: Action | None = None
    """None: nothing follows from it for the comment."""
    detail: str | None = None
    """Shown with the comment as the reason."""


async def take_feedback(
    store: Store, site: str, feedback: Feedback, keep: RetentionSettings
) -> Comment | None:
    """Keep feedback as an example and, where it names a comment of ours, as a person's decision.

    Gives the comment as it is now. The decision is on the version that the comment has by now: who
    speaks to us from outside knows of none. It can be undone like any other.

    Raises
    ------
    NotFoundError
        It names a comment that this site does not have.
    StaleError
        The comment changes all the time.
    UnavailableError
        The record cannot take it; repeated, it does no harm.
    """
    example = feedback.example
    if example.comment_id is None:
        await label(store, site, example, keep)
        return None
    comment = await find_comment(store, site, example.comment_id)
    if feedback.action is not None:
        act, comment = await _decide(store, comment, feedback.action, feedback)
        example = replace(example, decision=act)
    await label(store, site, example, keep)
    return comment


async def label(store: Store, site: str, example: Example, keep: RetentionSettings) -> bool:
    """Keep a labelled example, an earlier one of the same in its place; False: its comment is gone.

    Raises
    ------
    UnavailableError
        The record cannot take it.
    """
    return await store.examples.keep(
        site,
        example,
        life_ms=keep.examples_days * DAY_MS,
        link_life_ms=keep.hashes_days * DAY_MS,
    )


async def _decide(
    store: Store, comment: Comment, action: Action, feedback: Feedback
) -> tuple[str | None, Comment]:
    decision = Decision(action=action, actor=feedback.example.by, reason=feedback.detail)
    for _ in range(_TRIES):
        try:
            return await decide(store, comment.site, Seen(comment.id, comment.version), decision)
        except StaleError as error:  # a worker was quicker; what they said holds all the same
            comment = error.current
        except NotAllowedError:  # it is that already
            return None, comment
    raise StaleError(comment)
