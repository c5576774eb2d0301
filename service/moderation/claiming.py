"""Taking from the review queue: what one moderator has claimed, nobody else gets meanwhile."""

from collections.abc import Sequence
from dataclasses import replace

from service.moderation.reviewing import (
    LOOK_AT_MOST,
    Order,
    ReviewItem,
    ReviewQuery,
    read_items,
    read_queue,
)
from service.store.redis import Store
from service.store.review_queue import Wanted

CLAIM_S = 600.0
"""How long a claim lasts."""

_CLAIM_FROM = 200
"""How many are looked at for those to claim before somebody else may have come between."""


async def claim_items(
    store: Store, site: str, query: ReviewQuery, moderator: str
) -> list[ReviewItem]:
    """Lease the first items that match to a moderator; nobody else gets them meanwhile."""
    if query.is_indexed:
        ids = await _claim(store, site, query, moderator)
        return await read_items(store, site, ids)
    claimed: list[str] = []
    found = replace(query, viewer=moderator, claimed=False, limit=_CLAIM_FROM)
    for _ in range(LOOK_AT_MOST // _CLAIM_FROM):
        page = await read_queue(store, site, found)
        ids = [item.comment.id for item in page.items]
        wanted = replace(query, limit=query.limit - len(claimed))
        claimed += await _claim(store, site, wanted, moderator, ids) if ids else []
        if len(claimed) == query.limit or page.next_cursor is None:
            break
        found = replace(found, cursor=page.next_cursor)
    return await read_items(store, site, claimed)


async def _claim(
    store: Store, site: str, query: ReviewQuery, moderator: str, ids: Sequence[str] = ()
) -> list[str]:
    ascending = query.order is Order.OLDEST
    wanted = Wanted(count=query.limit, place=query.place, ascending=ascending, ids=ids)
    return await store.queue.claim(site, wanted, moderator, lease_s=CLAIM_S)
