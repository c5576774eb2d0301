"""Skipping items of the review queue: for one moderator alone, until something changes."""

from collections.abc import Sequence

from service.moderation.deciding import Seen
from service.store.redis import Store


async def skip_items(store: Store, site: str, items: Sequence[Seen], moderator: str) -> list[str]:
    """Neither hand nor list items to a moderator again while they are as they were seen.

    Others see them as before, and what the moderator had claimed of them is free. Gives the ids of
    those that were skipped: what has changed since is not, since nobody has seen it as it is.
    """
    seen = [(item.comment_id, item.version) for item in items]
    return await store.skips.add(site, moderator, seen)


async def unskip_all(store: Store, site: str, moderator: str) -> int:
    """Forget what a moderator has skipped; gives how many that were."""
    return await store.skips.forget(site, moderator)
