"""What becomes of texts: edited, they are judged anew; erased, they are gone."""

from dataclasses import dataclass

from service.domain.audit import Actor
from service.domain.comments import Comment, saying_of
from service.domain.errors import NotFoundError, StaleError
from service.moderation.finding import find_comment
from service.moderation.submission import Doorbell
from service.store import transitions
from service.store.changes import Outcome
from service.store.redis import Store

_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A new text for a comment, in place of the one that was seen."""

    text: str
    actor: Actor
    version: int
    keep_ms: int = 0
    """How long the text before it is kept; 0: for ever."""


async def edit(
    store: Store, doorbell: Doorbell, site: str, comment_id: str, edited: Edit
) -> Comment:
    """Replace a comment's text; it is pending again, whatever was decided before.

    Raises
    ------
    NotFoundError
        The site has no such comment.
    StaleError
        The comment changed since it was seen.
    """
    comment = await find_comment(store, site, comment_id)
    if comment.version != edited.version:
        raise StaleError(comment)
    change = transitions.of_edit(comment, edited.text, edited.actor, edited.keep_ms)
    outcome = (await store.comments.apply(site, [change]))[0]
    if outcome is Outcome.MISSING:
        raise NotFoundError("This site has no such comment.")
    current = await find_comment(store, site, comment_id)
    if outcome is Outcome.STALE:
        raise StaleError(current)
    doorbell.ring(site)
    return current


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
        await store.sayings.forget(site, saying_of(comment.thread, comment.author, comment.text))
    elif not await store.comments.history(site, comment_id):
        raise NotFoundError("This site has no such comment.")
    await store.reports.forget(site, comment_id)
    await store.examples.forget(site, f"comment:{comment_id}")


async def erase_author(store: Store, site: str, identity: str, actor: Actor) -> int:
    """Erase all that an author wrote under an identity, and what was known of them.

    Gives how many comments were erased. Repeated after a failure it goes on where it was.
    """
    erased = 0
    while page := (await store.listings.by_author(site, identity, limit=_AT_ONCE, cursor=None)).ids:
        for comment_id in page:
            await erase(store, site, comment_id, actor)
        await store.authors.unlist(site, identity, page)
        erased += len(page)
    await store.examples.forget(site, identity)
    await store.authors.forget(site, identity)
    return erased
