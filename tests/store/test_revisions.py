"""What stood in a comment before it was edited is kept for a while, and erased with it."""

import json

from service.domain.sites import Site
from service.store import transitions
from service.store.keys import SiteKeys
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE, BOB


async def edit(store: Store, site: Site, comment_id: str, text: str, keep_ms: int = 0) -> None:
    comment = await found(store, site.name, comment_id)
    change = transitions.of_edit(comment, text, BOB, keep_ms)
    await store.comments.apply(site.name, [change])


async def revisions(store: Store, site: Site, comment_id: str) -> list[list[object]]:
    key = SiteKeys(site.name).revisions(comment_id)
    return [json.loads(row) for row in await store.connection.call("LRANGE", key, 0, -1)]


async def test_each_text_is_kept_with_its_revision_and_its_end(store: Store, site: Site) -> None:
    comment = await accept(store, site.name, draft("„First“ \\ text\n"))
    await edit(store, site, comment.id, "Second.")
    await edit(store, site, comment.id, "Third.")
    first, second = await revisions(store, site, comment.id)
    assert (first[0], first[2]) == (comment.revision, "„First“ \\ text\n")
    assert second[2] == "Second."
    assert isinstance(first[1], int)
    assert isinstance(second[1], int)
    assert comment.received_at <= first[1] <= second[1]


async def test_they_are_kept_for_so_long(store: Store, site: Site) -> None:
    key = SiteKeys(site.name).revisions
    kept, for_ever = await accept(store, site.name), await accept(store, site.name)
    await edit(store, site, kept.id, "Second.", keep_ms=60_000)
    await edit(store, site, for_ever.id, "Second.")
    assert 0 < await store.connection.call("PTTL", key(kept.id)) <= 60_000
    assert await store.connection.call("PTTL", key(for_ever.id)) == -1


async def test_they_are_erased_with_the_comment(store: Store, site: Site) -> None:
    comment = await accept(store, site.name)
    await edit(store, site, comment.id, "Second.")
    await store.comments.erase(await found(store, site.name, comment.id), ALICE)
    assert await revisions(store, site, comment.id) == []
