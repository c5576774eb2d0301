"""Nothing is kept longer than the settings say."""

import time

import pytest

from service.domain.comments import Author
from service.domain.sites import Site
from service.domain.statuses import Status
from service.moderation.retaining import Retaining
from service.settings import RetentionSettings
from service.store import retention
from service.store.codec import SHORT
from service.store.keys import SiteKeys
from service.store.redis import Store
from tests.drafts import accept, draft
from tests.rulings import decision

DAY_MS = 24 * 3600 * 1000
OFF = RetentionSettings(hashes_days=0)


async def aged(store: Store, site: Site, days: int, status: Status | None = None) -> str:
    """Get a comment into the record that arrived so many days ago."""
    sent = draft(author=Author(id="dora"), email_hash="e", address_hash="a")
    comment = await accept(store, site.name, sent)
    if status:
        await store.comments.apply(site.name, [decision(comment, status)])
    keys, then = SiteKeys(site.name), int(time.time() * 1000) - days * DAY_MS
    await store.connection.call("HSET", keys.comment(comment.id), SHORT["received_at"], then)
    await store.connection.call("ZADD", keys.status(status or Status.PENDING), then, comment.id)
    return comment.id


async def go_through(store: Store, site: Site, settings: RetentionSettings) -> int:
    retaining, forgotten = Retaining(store, settings), 0
    while await store.retention.due_sites([site.name]):
        forgotten += await retaining.forget_some(site.name)
    return forgotten


async def identities(store: Store, site: Site, comment_id: str) -> tuple[str, ...]:
    comment = await store.comments.get(site.name, comment_id)
    assert comment is not None
    return comment.identities


async def test_old_hashes_are_dropped_and_young_ones_kept(store: Store, site: Site) -> None:
    old = [await aged(store, site, 91, status) for status in (Status.APPROVED, None)]
    young = await aged(store, site, 89, Status.APPROVED)
    assert await go_through(store, site, RetentionSettings()) == 2
    for comment_id in old:
        assert await identities(store, site, comment_id) == ("author:dora",)
    assert await identities(store, site, young) == ("author:dora", "email:e", "address:a")
    listed = await store.connection.call("ZRANGE", SiteKeys(site.name).by("email:e"), 0, -1)
    assert listed == [young]


async def test_nothing_is_left_of_an_author_whose_last_hash_went(store: Store, site: Site) -> None:
    await aged(store, site, 91, Status.REJECTED)
    await go_through(store, site, RetentionSettings())
    keys = SiteKeys(site.name)
    for identity in ("email:e", "address:a"):
        assert not await store.connection.call("EXISTS", keys.who(identity), keys.by(identity))
    assert await store.connection.call("EXISTS", keys.who("author:dora"))


async def test_it_goes_on_where_it_was_page_by_page(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_AT_ONCE", 3)
    ids = [await aged(store, site, 91 + n // 4, Status.APPROVED) for n in range(10)]
    for _ in range(2):  # each by a process that dies after one page
        assert await Retaining(store, RetentionSettings()).forget_some(site.name) > 0
    await go_through(store, site, RetentionSettings())
    for comment_id in ids:
        assert await identities(store, site, comment_id) == ("author:dora",)


async def test_refused_texts_are_erased_if_a_site_wants_it(store: Store, site: Site) -> None:
    old = [await aged(store, site, 31, status) for status in (Status.REJECTED, Status.SPAM)]
    stay = [await aged(store, site, 29, Status.SPAM), await aged(store, site, 31, Status.APPROVED)]
    assert await go_through(store, site, OFF) == 0
    await store.connection.call("DEL", SiteKeys(site.name).retention)
    wanted = RetentionSettings(hashes_days=0, refused_texts_days=30)
    assert await go_through(store, site, wanted) == 2
    assert await store.comments.get_many(site.name, old) == [None, None]
    assert None not in await store.comments.get_many(site.name, stay)


async def test_the_audit_log_is_trimmed_if_a_site_wants_it(store: Store, site: Site) -> None:
    keys = SiteKeys(site.name)
    row = ("comment", "x", "action", "accept", "before", "", "after", "pending")
    await store.connection.call("XADD", keys.audit, "1000-1", *row, "version", 1, "actor", "site:x")
    await aged(store, site, 0)
    await go_through(store, site, RetentionSettings(audit_days=365))
    assert await store.connection.call("XLEN", keys.audit) == 1


async def test_a_site_is_gone_through_once_a_day(store: Store, site: Site) -> None:
    assert await store.retention.due_sites([site.name]) == [site.name]
    await go_through(store, site, RetentionSettings())
    assert await store.retention.due_sites([site.name]) == []


async def test_figures_are_kept_for_as_many_days_as_set(store: Store, site: Site) -> None:
    await aged(store, site, 0, Status.APPROVED)
    today = int(time.time() * 1000) // DAY_MS
    key = SiteKeys(site.name).figures("day:")
    for days in (3, 30, 31, 200):
        await store.connection.call("COPY", f"{key}{today}", f"{key}{today - days}")
    await go_through(store, site, RetentionSettings(hashes_days=0, figures_days=30))
    kept = await store.connection.call("KEYS", f"{key}*")
    assert sorted(kept) == sorted(f"{key}{today - days}" for days in (0, 3, 30))
