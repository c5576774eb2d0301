"""Many moderators who claim all there is: the tasks of one process, started by the test."""

import asyncio
import sys

from service.moderation.claiming import claim_items
from service.moderation.reviewing import ReviewQuery
from service.settings import RedisSettings
from service.store.redis import Store, open_store


async def claim_all(store: Store, site: str, moderator: str) -> list[str]:
    """Claim until nothing is left; gives what was won."""
    won: list[str] = []
    while items := await claim_items(store, site, ReviewQuery(limit=25), moderator):
        won += [item.comment.id for item in items]
    return won


async def main(url: str, site: str, names: list[str]) -> None:
    """Claim as many at once, and write down who won what."""
    async with open_store(RedisSettings(url=url, timeout_s=30)) as store:
        won = await asyncio.gather(*(claim_all(store, site, name) for name in names))
    for name, ids in zip(names, won, strict=True):
        sys.stdout.writelines(f"{name} {id_}\n" for id_ in ids)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
