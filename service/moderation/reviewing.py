"""The review queue as moderators read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.domain.comments import Comment
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.store.listings import Order
from service.store.pages import Page
from service.store.redis import Store

_LOOK_AT_MOST = 1_000
"""How many comments one page may look through for those that match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewQuery:
    """Which comments, in which order."""

    status: Status = Status.HELD
    reason: ReasonCode | None = None
    label: str | None = None
    min_score: float | None = None
    thread: str | None = None
    author: str | None = None
    reported: bool | None = None
    q: str | None = None
    order: Order = Order.PRIORITY
    limit: int = 50
    cursor: str | None = None

    def matches(self, comment: Comment) -> bool:
        """Tell whether a comment passes the filters, those that no index answers included."""
        if comment.status is not self.status:  # changed since the index was read
            return False
        wanted = (
            (self.reason, lambda code: any(r.code is code for r in comment.reasons)),
            (self.label, lambda label: label in comment.scores),
            (self.min_score, lambda least: self._score(comment) >= least),
            (self.thread, lambda thread: comment.thread.id == thread),
            (self.author, lambda name: name in (comment.author.id, comment.author.name)),
            (self.reported, lambda reported: (comment.reports > 0) is reported),
            (self.q, lambda words: words.casefold() in comment.text.casefold()),
        )
        return all(value is None or passes(value) for value, passes in wanted)

    def _score(self, comment: Comment) -> float:
        """The score that ``min_score`` is about: the label's, or the highest."""
        if self.label is not None:
            return comment.scores.get(self.label, 0.0)
        return max(comment.scores.values(), default=0.0)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Some of the comments asked for; a short page with a cursor means: there may be more."""

    items: list[Comment]
    next_cursor: str | None
    counts: Mapping[ReasonCode, int] = field(default_factory=dict)


async def read_queue(store: Store, site: str, query: ReviewQuery) -> ReviewPage:
    """Read one page.

    Status, reason of held comments, and order come from indexes. The other filters are applied to
    what is read, at most 1,000 comments a page, so that no query can hold up the record.
    """
    items: list[Comment] = []
    cursor, looked_at = query.cursor, 0
    while True:
        page = await _read_page(store, site, query, cursor)
        comments = [c for c in await store.comments.get_many(site, page.ids) if c is not None]
        items += filter(query.matches, comments)
        looked_at += len(page.ids)
        cursor = page.next_cursor
        if cursor is None or items or looked_at >= _LOOK_AT_MOST:
            break
    return ReviewPage(items, cursor, await store.listings.count_reasons(site))


async def _read_page(store: Store, site: str, query: ReviewQuery, cursor: str | None) -> Page:
    listings = store.listings
    if query.reason is not None and query.status is Status.HELD:
        return await listings.by_reason(
            site, query.reason, query.order, limit=query.limit, cursor=cursor
        )
    return await listings.by_status(
        site, query.status, query.order, limit=query.limit, cursor=cursor
    )
