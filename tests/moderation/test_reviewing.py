"""The review queue: filtered, in order, never more work than one page may cost."""

from dataclasses import replace

import pytest

from service.domain.comments import Author, Comment, Thread
from service.domain.sites import Site
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.moderation.reviewing import Order, ReviewItem, ReviewQuery, read_queue
from service.store.redis import Store
from tests.drafts import accept, arrival, draft, found, good
from tests.rulings import decision, ruling
from tests.servers import Server

NAME = "courier"
OLDEST = ReviewQuery(order=Order.OLDEST)


async def hold(store: Store, comment: Comment, flood: str | None = None) -> Comment:
    await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD, flood=flood)])
    return await found(store, NAME, comment.id)


async def read_all(store: Store, query: ReviewQuery) -> list[str]:
    ids: list[str] = []
    while True:
        page = await read_queue(store, NAME, query)
        ids += [item.comment.id for item in page.items]
        if page.next_cursor is None:
            return ids
        query = replace(query, cursor=page.next_cursor)


@pytest.fixture
async def held(store: Store, site: Site) -> Comment:
    """One held comment that the filters are about, next to two others."""
    sent = draft(
        "The MOON is cheese.", thread=Thread(id="sun"), author=Author(id="d1", name="Dora")
    )
    for other in (draft("one", author=Author(name="Eve")), draft("two", author=Author())):
        comment = await accept(store, NAME, other)
        await store.comments.apply(NAME, [decision(comment, Status.HELD)])
    return await hold(store, await accept(store, NAME, sent))


@pytest.mark.parametrize(
    "query",
    [
        ReviewQuery(reason=ReasonCode.SCORE),
        ReviewQuery(label="toxicity"),
        ReviewQuery(label="toxicity", min_score=0.7),
        ReviewQuery(min_score=0.1),
        ReviewQuery(thread="sun"),
        ReviewQuery(author="d1"),
        ReviewQuery(author="Dora"),
        ReviewQuery(q="moon IS"),
        ReviewQuery(q="cheese", thread="sun", author="d1", reported=False, label="toxicity"),
    ],
)
async def test_a_filter_finds_what_matches_and_nothing_else(
    store: Store, held: Comment, query: ReviewQuery
) -> None:
    assert await read_all(store, query) == [held.id]


@pytest.mark.parametrize(
    "query",
    [ReviewQuery(thread="sun"), ReviewQuery(author="d1"), ReviewQuery(q="moon IS")],
)
async def test_what_few_fields_rule_out_is_not_read_whole(
    store: Store, held: Comment, redis_server: Server, query: ReviewQuery
) -> None:
    redis_server.redis.config_resetstat()
    await read_all(store, query)
    assert redis_server.redis.info("commandstats")["cmdstat_hgetall"]["calls"] == 1


@pytest.mark.parametrize(
    "query",
    [
        ReviewQuery(reason=ReasonCode.BLOCKED_WORD),
        ReviewQuery(label="spam"),
        ReviewQuery(label="spam", min_score=0.1),
        ReviewQuery(min_score=0.71),
        ReviewQuery(thread="mars"),
        ReviewQuery(author="Charlie"),
        ReviewQuery(q="cheddar"),
        ReviewQuery(reported=True),
        ReviewQuery(status=Status.APPROVED),
    ],
)
async def test_a_filter_that_nothing_passes_gives_an_end_and_no_items(
    store: Store, held: Comment, query: ReviewQuery
) -> None:
    page = await read_queue(store, NAME, query)
    assert (page.items, page.next_cursor) == ([], None)


async def test_the_reasons_that_are_there_are_counted(store: Store, held: Comment) -> None:
    page = await read_queue(store, NAME, ReviewQuery(limit=1))
    assert page.counts == {
        ReasonCode.SCORE: 1,
        ReasonCode.TOO_LONG: 1,
        ReasonCode.MODERATOR: 2,
    }


async def test_any_status_can_be_read_not_only_what_is_held(store: Store, site: Site) -> None:
    ids = [(await accept(store, NAME)).id for _ in range(2)]
    pending = replace(OLDEST, status=Status.PENDING)
    assert await read_all(store, pending) == ids


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
@pytest.mark.parametrize("order", [Order.PRIORITY, Order.NEWEST, Order.OLDEST])
async def test_a_filtered_queue_is_walked_through_without_repeating_or_skipping(
    store: Store, site: Site, limit: int, order: Order
) -> None:
    comments = [await accept(store, NAME, draft(f"word{n % 3}")) for n in range(12)]
    for comment in comments:
        await hold(store, comment)
    walked = await read_all(store, ReviewQuery(q="word1", limit=limit, order=order))
    assert sorted(walked) == sorted(c.id for c in comments if c.text == "word1")


async def test_a_decision_between_two_pages_hides_nobody(store: Store, site: Site) -> None:
    comments = [await hold(store, await accept(store, NAME)) for _ in range(6)]
    first = await read_queue(store, NAME, replace(OLDEST, limit=2))
    for seen in first.items:
        await store.comments.apply(NAME, [decision(seen.comment)])
    rest = await read_all(store, replace(OLDEST, limit=2, cursor=first.next_cursor))
    assert rest == [comment.id for comment in comments[2:]]


async def test_one_page_looks_through_a_thousand_and_says_that_there_may_be_more(
    store: Store, site: Site
) -> None:
    answers = good(await store.comments.accept(NAME, [arrival() for _ in range(1_030)]))
    pending = replace(OLDEST, status=Status.PENDING, q="nowhere", limit=50)
    page = await read_queue(store, NAME, pending)
    assert page.items == []
    assert page.next_cursor is not None
    rest = replace(OLDEST, status=Status.PENDING, limit=50, cursor=page.next_cursor)
    assert await read_all(store, rest) == [id_ for _, id_ in answers][1_000:]


async def test_what_left_the_queue_since_the_index_was_read_is_not_shown(
    store: Store, held: Comment
) -> None:
    assert OLDEST.matches(ReviewItem(held))
    await store.comments.apply(NAME, [decision(held, Status.APPROVED)])
    assert not OLDEST.matches(ReviewItem(await found(store, NAME, held.id)))


async def test_the_highest_score_for_a_label_comes_first(store: Store, site: Site) -> None:
    comments = [await accept(store, NAME) for _ in range(3)]
    for comment, score in zip(comments, (0.5, 0.9, 0.7), strict=True):
        await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD, score)])
    low, high, middle = [comment.id for comment in comments]
    query = ReviewQuery(order=Order.SCORE, label="toxicity")
    assert await read_all(store, query) == [high, middle, low]
    assert await read_all(store, replace(query, label="spam")) == []


async def test_what_is_out_and_awaits_a_person_is_read_unless_only_the_held_are_asked_for(
    store: Store, held: Comment
) -> None:
    asked = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(asked, Status.APPROVED, asks=True)])
    assert asked.id in await read_all(store, ReviewQuery())
    assert asked.id not in await read_all(store, ReviewQuery(status=Status.HELD))


async def test_a_card_says_how_many_it_stands_for(store: Store, site: Site) -> None:
    first, *others = [await hold(store, await accept(store, NAME), "f") for _ in range(3)]
    alone = await hold(store, await accept(store, NAME))
    page = await read_queue(store, NAME, OLDEST)
    assert [(item.comment.id, item.copies) for item in page.items] == [(first.id, 3), (alone.id, 1)]
    await store.comments.apply(NAME, [decision(first)])
    page = await read_queue(store, NAME, OLDEST)
    cards = [(item.comment.id, item.copies) for item in page.items]
    assert cards == [(others[0].id, 2), (alone.id, 1)]
