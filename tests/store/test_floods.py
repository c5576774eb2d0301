"""Floods: texts that are nearly the same, as long as they come within a window of one another."""

import asyncio
from dataclasses import replace

import pytest

from service.domain.comments import Comment
from service.domain.floods import Flood, FloodOrder
from service.domain.sites import Site
from service.domain.statuses import Status
from service.moderation.signatures import signature_of
from service.store.redis import Store
from tests.drafts import accept, draft
from tests.servers import Server

NAME = "courier"
TEXT = "Make money from home, up to 500 a day, no experience needed! Write to me today."
NEARLY = TEXT.replace("500", "700")
OTHER = "The council has voted for the new bridge after all, and I wonder who pays for it."
SPAM = FloodOrder(to=Status.SPAM, by="alice", decision="d1", until=2**50)


async def join(store: Store, *comments: Comment, window_s: float = 60) -> list[Flood]:
    signatures = [signature_of(comment.text) for comment in comments]
    found = await store.floods.join(NAME, comments, signatures, window_s)
    return [found[comment.id] for comment in comments]


async def arrive(store: Store, text: str = TEXT, ms_later: int = 0) -> Comment:
    comment = await accept(store, NAME, draft(text))
    return replace(comment, received_at=comment.received_at + ms_later)


async def test_near_duplicates_are_one_flood_and_are_counted_in_turn(
    store: Store, site: Site
) -> None:
    comments = [await arrive(store, t, n) for n, t in enumerate((TEXT, OTHER, NEARLY, TEXT))]
    first, other, *_ = comments
    assert await join(store, *comments) == [
        Flood(first.revision, 1),
        Flood(other.revision, 1),
        Flood(first.revision, 2),
        Flood(first.revision, 3),
    ]


async def test_a_comment_that_is_judged_again_counts_once(store: Store, site: Site) -> None:
    comment = await arrive(store)
    assert await join(store, comment) == await join(store, comment) == [Flood(comment.revision, 1)]


async def test_the_window_slides_so_that_a_slow_drip_is_no_flood(store: Store, site: Site) -> None:
    drip = [await arrive(store, TEXT, 40_000 * n) for n in range(5)]
    floods = [(await join(store, comment))[0] for comment in drip]
    assert {flood.id for flood in floods} == {drip[0].revision}
    assert [flood.texts for flood in floods] == [1, 2, 2, 2, 2]


async def test_after_two_windows_of_quiet_the_next_text_begins_anew(
    store: Store, site: Site
) -> None:
    first = await arrive(store)
    await join(store, first, window_s=0.05)
    await asyncio.sleep(0.11)
    later = await arrive(store, NEARLY)
    assert await join(store, later, window_s=0.05) == [Flood(later.revision, 1)]


async def test_nothing_of_a_flood_outlives_its_window_by_more_than_half_of_one(
    store: Store, site: Site, redis_server: Server
) -> None:
    await join(store, await arrive(store), await arrive(store, OTHER), await arrive(store))
    for pattern in ("near:*", "flood:*"):
        keys = list(redis_server.redis.scan_iter(f"gr:{{courier}}:{pattern}"))
        assert keys
        assert all(0 < redis_server.redis.pttl(key) <= 90_000 for key in keys)


async def test_a_flood_goes_on_for_as_long_as_its_texts_come(store: Store, site: Site) -> None:
    first = await arrive(store)
    await join(store, first, window_s=0.4)
    for _ in range(4):
        await asyncio.sleep(0.15)
        assert (await join(store, await arrive(store), window_s=0.4))[0].id == first.revision
    (changed,) = await join(store, await arrive(store, NEARLY), window_s=0.4)
    assert changed.id == first.revision


async def test_a_text_like_no_other_has_no_list_of_its_own(
    store: Store, site: Site, redis_server: Server
) -> None:
    await join(store, await arrive(store), await arrive(store, OTHER))
    assert not redis_server.redis.keys("gr:{courier}:flood:*")


async def test_who_edits_the_first_text_leaves_the_flood_and_the_others_stay_in_it(
    store: Store, site: Site
) -> None:
    first, second = await arrive(store), await arrive(store, NEARLY, 1)
    await join(store, first, second)
    await store.floods.order(NAME, first.revision, SPAM, first, signature_of(TEXT))
    edited = replace(first, text=OTHER, revision="another")
    assert await join(store, edited) == [Flood("another", 1)]
    (third,) = await join(store, await arrive(store, TEXT, 2))
    assert (third.id, third.texts, third.order) == (first.revision, 3, SPAM)


async def test_an_order_goes_for_its_flood_until_the_act_it_was_part_of_is_undone(
    store: Store, site: Site
) -> None:
    comment, other = await arrive(store), await arrive(store, OTHER)
    await store.floods.order(NAME, comment.revision, SPAM, comment, signature_of(TEXT))
    second = replace(SPAM, decision="d2")
    await store.floods.order(NAME, other.revision, second, other, signature_of(OTHER))
    await store.floods.lift(NAME, "d1")
    floods = await join(store, comment, other)
    assert [flood.order and flood.order.decision for flood in floods] == [None, "d2"]


async def test_while_an_order_stands_its_flood_is_known_however_long_nothing_comes(
    store: Store, site: Site
) -> None:
    first = await arrive(store)
    await join(store, first, window_s=0.05)
    await store.floods.order(NAME, first.revision, SPAM, first, signature_of(TEXT))
    await asyncio.sleep(0.11)
    (later,) = await join(store, await arrive(store, NEARLY, 200), window_s=0.05)
    assert (later.id, later.order, later.texts) == (first.revision, SPAM, 1)


async def test_an_order_whose_time_is_over_is_dropped_with_the_next_one(
    store: Store, site: Site, redis_server: Server
) -> None:
    comment, other = await arrive(store), await arrive(store, OTHER)
    over = replace(SPAM, until=1)
    await store.floods.order(NAME, comment.revision, over, comment, signature_of(TEXT))
    await store.floods.order(NAME, other.revision, SPAM, other, signature_of(OTHER))
    assert redis_server.redis.hkeys("gr:{courier}:flood-orders") == [other.revision]


async def test_another_site_s_texts_are_others(store: Store, site: Site) -> None:
    comment = await arrive(store)
    await join(store, comment)
    found = await store.floods.join("gazette", [comment], [signature_of(TEXT)], 60)
    assert found[comment.id].texts == 1


@pytest.mark.parametrize("count", [0, 30])
async def test_as_many_are_joined_as_come_at_once(store: Store, site: Site, count: int) -> None:
    comments = [await arrive(store, TEXT, n) for n in range(count)]
    assert [flood.texts for flood in await join(store, *comments)] == list(range(1, count + 1))
