"""The claim of somebody who looks at one item: theirs while they do, and hardly longer."""

from service.store.redis import Store
from service.store.review_queue import Claim, Wanted

LOOK_S = 90.0
"""How long such a claim lasts, unless it is prolonged."""


async def look_at(store: Store, site: str, comment_id: str, moderator: str) -> Claim | None:
    """Claim an item, or prolong the claim; tell whose it is now. None: it waits for nobody.

    Who has claimed it already keeps it.
    """
    wanted = Wanted(count=1, ids=[comment_id])
    await store.queue.claim(site, wanted, moderator, lease_s=LOOK_S)
    return (await store.queue.claims(site, [comment_id]))[0]


async def look_away(store: Store, site: str, comment_id: str, moderator: str) -> None:
    """Give an item back; what somebody else has claimed is not touched."""
    await store.queue.release(site, moderator, [comment_id])
