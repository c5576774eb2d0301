"""The review queue as moderators read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from service.domain.comments import Comment
from service.domain.reports import Note
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.store.listings import Sought
from service.store.pages import Page
from service.store.redis import Store
from service.store.review_queue import Claim

LOOK_AT_MOST = 1_000
"""How many comments one page may look through for those that match."""


class Order(StrEnum):
    """In which order the queue is read."""

    PRIORITY = "priority"
    """What needs a person most comes first."""
    NEWEST = "newest"
    OLDEST = "oldest"
    REPORTS = "reports"
    """What most readers have reported comes first; others are left out."""
    SCORE = "score"
    """The highest score for the label asked for comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewQuery:
    """Which comments, in which order."""

    status: Status | None = None
    """None: all that awaits a person, the held and the reported alike."""
    reason: ReasonCode | None = None
    label: str | None = None
    min_score: float | None = None
    thread: str | None = None
    author: str | None = None
    reported: bool | None = None
    claimed: bool | None = None
    q: str | None = None
    viewer: str | None = None
    """Who looks: what they have skipped is left out."""
    order: Order = Order.PRIORITY
    limit: int = 50
    cursor: str | None = None

    @property
    def place(self) -> str:
        """The part of the queue that has these comments in this order, and as few others."""
        if self.order is Order.SCORE:
            return f"label:{self.label}"
        if self.order is Order.PRIORITY and self.reason is not None:
            return f"reason:{self.reason}"
        return {Order.PRIORITY: "priority", Order.REPORTS: "reports"}.get(self.order, "arrival")

    @property
    def is_indexed(self) -> bool:
        """Whether all that stands in its place is asked for."""
        plain = ReviewQuery(
            viewer=self.viewer, order=self.order, limit=self.limit, cursor=self.cursor
        )
        answered = replace(
            plain,
            reason=self.reason if self.order is Order.PRIORITY else None,
            label=self.label if self.order is Order.SCORE else None,
        )
        return self == answered

    def matches(self, item: "ReviewItem") -> bool:
        """Tell whether an item passes the filters, those that no index answers included."""
        comment = item.comment
        if self.status is None and not comment.awaits:  # decided since the index was read
            return False
        wanted = (
            (self.status, lambda status: comment.status is status),
            (self.reason, lambda code: any(r.code is code for r in comment.reasons)),
            (self.label, lambda label: label in comment.scores),
            (self.min_score, lambda least: self._score(comment) >= least),
            (self.thread, lambda thread: comment.thread.id == thread),
            (self.author, lambda name: name in (comment.author.id, comment.author.name)),
            (self.reported, lambda reported: (comment.reports > 0) is reported),
            (self.claimed, lambda claimed: (item.claim is not None) is claimed),
            (self.q, lambda words: words.casefold() in comment.text.casefold()),
        )
        return all(value is None or passes(value) for value, passes in wanted)

    def _score(self, comment: Comment) -> float:
        """The score that ``min_score`` is about: the label's, or the highest."""
        if self.label is not None:
            return comment.scores.get(self.label, 0.0)
        return max(comment.scores.values(), default=0.0)


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A card: a comment, who has claimed it, and how many near-duplicates it stands for."""

    comment: Comment
    claim: Claim | None = None
    copies: int = 1
    notes: Sequence[Note] = ()
    """What moderators have noted on it, the oldest first."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What of a page of comments matched."""

    items: list[ReviewItem]
    next_cursor: str | None
    looked_at: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Some of the items asked for; a short page with a cursor means: there may be more."""

    items: list[ReviewItem]
    next_cursor: str | None
    counts: Mapping[ReasonCode, int] = field(default_factory=dict)


async def read_queue(store: Store, site: str, query: ReviewQuery) -> ReviewPage:
    """Read one page.

    Orders, and reasons in order of priority, come from indexes. The other filters are applied to
    what is read, at most 1,000 comments a page, so that no query can hold up the record.
    """
    items: list[ReviewItem] = []
    cursor, looked_at = query.cursor, 0
    while True:
        page = await read_matching(store, site, replace(query, cursor=cursor))
        items += page.items
        looked_at += page.looked_at
        cursor = page.next_cursor
        if cursor is None or items or looked_at >= LOOK_AT_MOST:
            break
    return ReviewPage(items, cursor, await store.queue.count_reasons(site))


async def read_matching(store: Store, site: str, query: ReviewQuery) -> Matches:
    """Look through one page of the comments for those that match."""
    page = await _read_page(store, site, query, query.cursor)
    # Most do not match, and to read all of a comment and what hangs on it takes four times as long.
    sought = Sought(query.author, query.thread, query.q)
    likely = await store.listings.narrow(site, page.ids, sought)
    found = filter(query.matches, await read_items(store, site, likely))
    items = await _without_skipped(store, site, list(found), query.viewer)
    return Matches(items, page.next_cursor, len(page.ids))


async def read_items(store: Store, site: str, ids: Sequence[str]) -> list[ReviewItem]:
    """Read comments as cards."""
    comments = [c for c in await store.comments.get_many(site, ids) if c is not None]
    known = [comment.id for comment in comments]
    claims = await store.queue.claims(site, known)
    notes = await store.reports.notes_of(site, known)
    floods = [comment.flood for comment in comments if comment.flood]
    sizes = dict(zip(floods, await store.queue.flood_sizes(site, floods), strict=True))
    return [
        ReviewItem(comment, claim, max(1, sizes.get(comment.flood or "", 1)), noted)
        for comment, claim, noted in zip(comments, claims, notes, strict=True)
    ]


async def _without_skipped(
    store: Store, site: str, items: list[ReviewItem], viewer: str | None
) -> list[ReviewItem]:
    if viewer is None:
        return items
    seen = [(item.comment.id, item.comment.version) for item in items]
    skipped = await store.skips.are_skipped(site, viewer, seen)
    return [item for item, is_skipped in zip(items, skipped, strict=True) if not is_skipped]


async def _read_page(store: Store, site: str, query: ReviewQuery, cursor: str | None) -> Page:
    oldest_first = query.order is Order.OLDEST
    if query.status not in (None, Status.HELD):
        return await store.listings.by_status(
            site, query.status, limit=query.limit, cursor=cursor, newest=not oldest_first
        )
    return await store.queue.page(
        site, query.place, limit=query.limit, cursor=cursor, ascending=oldest_first
    )
