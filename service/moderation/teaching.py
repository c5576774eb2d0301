"""What a site's people have taught: the examples that were given, and what they decided themselves.

Decisions are not copied: they are read off the comments that still stand as somebody decided, so
that what is undone, edited or erased teaches nothing. To approve says that a comment is neither
toxic nor spam, to call it spam says so. To reject says only that what the model suspected is true;
where it suspected nothing, nobody can tell why it was rejected.
"""

from collections.abc import AsyncIterator, Mapping, Sequence

from service.domain.audit import Actor, ActorKind
from service.domain.comments import Comment, DecidedBy
from service.domain.examples import Example
from service.domain.statuses import SETTLED, Status
from service.store.redis import Store

ORIGIN = "review"

SUSPECTED_FROM = 0.5
"""A score from which on a label is taken to be why a comment was rejected."""

_AT_ONCE = 200


async def lessons(store: Store, site: str) -> AsyncIterator[Example]:
    """Give all labelled examples of a site; one that was given goes before its comment's status."""
    given: set[str | None] = set()
    async for example in store.examples.all(site):
        given.add(example.comment_id)
        yield example
    for status in SETTLED:
        async for comment in _comments(store, site, status):
            labels = labels_of(comment)
            if labels and comment.id not in given:
                yield _example(comment, labels, await _who(store, comment))


def labels_of(comment: Comment) -> Mapping[str, float]:
    """Say what a person's decision tells of a comment; nothing if no person has decided."""
    if comment.decided_by is not DecidedBy.PERSON:
        return {}
    match comment.status:
        case Status.APPROVED:
            return {"toxicity": 0.0, "spam": 0.0}
        case Status.SPAM:
            return {"spam": 1.0}
        case Status.REJECTED:
            return {name: 1.0 for name, value in comment.scores.items() if value >= SUSPECTED_FROM}
    return {}


async def _comments(store: Store, site: str, status: Status) -> AsyncIterator[Comment]:
    cursor = None
    while True:
        page = await store.listings.by_status(
            site, status, limit=_AT_ONCE, cursor=cursor, newest=False
        )
        found: Sequence[Comment | None] = await store.comments.get_many(site, page.ids)
        for comment in found:
            if comment is not None:
                yield comment
        cursor = page.next_cursor
        if cursor is None:
            return


async def _who(store: Store, comment: Comment) -> Actor:
    """Tell who decided; an audit log that is trimmed may not know any more."""
    history = await store.comments.history(comment.site, comment.id)
    deciders = [entry.actor for entry in history if entry.decision == comment.decision]
    return deciders[-1] if deciders else Actor(ActorKind.PERSON, "")


def _example(comment: Comment, labels: Mapping[str, float], by: Actor) -> Example:
    return Example(
        text=comment.text,
        labels=labels,
        origin=ORIGIN,
        by=by,
        comment_id=comment.id,
        decision=comment.decision,
        lang=comment.lang,
        at=comment.decided_at or 0,
    )
