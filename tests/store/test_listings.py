"""Every change of state moves a comment from the lists it was on to those it belongs on."""

import pytest

from service.domain.comments import Comment, Thread
from service.domain.sites import Site
from service.domain.statuses import LIVE, Status
from service.domain.verdicts import ReasonCode
from service.store import transitions
from service.store.listings import Order
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE, BOB
from tests.rulings import decision, ruling

NAME = "courier"


async def listed(store: Store, comment: Comment) -> set[str]:
    """Name the lists that a comment is on."""
    lists, places = store.listings, set()
    for status in LIVE:
        page = await lists.by_status(NAME, status, Order.OLDEST, limit=10, cursor=None)
        places |= {str(status)} if comment.id in page.ids else set()
    for code in ReasonCode:
        page = await lists.by_reason(NAME, code, Order.OLDEST, limit=10, cursor=None)
        places |= {f"held for {code}"} if comment.id in page.ids else set()
    page = await lists.by_status(NAME, Status.HELD, Order.PRIORITY, limit=10, cursor=None)
    places |= {"urgent"} if comment.id in page.ids else set()
    page = await lists.thread(NAME, comment.thread.id, limit=10, cursor=None)
    return places | ({"thread"} if comment.id in page.ids else set())


HELD = {"held", "urgent", "held for score", "held for too_long"}


@pytest.mark.parametrize(
    ("status", "places"),
    [
        (Status.APPROVED, {"approved", "thread"}),
        (Status.HELD, HELD),
        (Status.REJECTED, {"rejected"}),
        (Status.SPAM, {"spam"}),
    ],
)
async def test_a_verdict_puts_it_on_its_lists_and_a_person_takes_it_off_them_all(
    store: Store, site: Site, status: Status, places: set[str]
) -> None:
    comment = await accept(store, NAME)
    assert await listed(store, comment) == {"pending"}
    await store.comments.apply_verdicts(NAME, [ruling(comment, status)])
    assert await listed(store, comment) == places
    decided = decision(await found(store, NAME, comment.id), Status.HELD)
    await store.comments.apply(NAME, [decided])
    assert await listed(store, comment) == {"held", "urgent", "held for moderator"}


@pytest.mark.parametrize("status", [Status.APPROVED, Status.HELD, Status.SPAM])
async def test_an_edit_takes_it_off_every_list_until_it_is_scored_again(
    store: Store, site: Site, status: Status
) -> None:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment, status)])
    decided = await found(store, NAME, comment.id)
    await store.comments.apply(NAME, [transitions.of_edit(decided, "Another text.", BOB)])
    assert await listed(store, comment) == {"pending"}
    edited = await found(store, NAME, comment.id)
    assert (edited.text, edited.version, edited.scores) == ("Another text.", 3, {})
    assert (edited.decided_by, edited.decided_at, edited.reasons) == (None, None, ())


@pytest.mark.parametrize("status", [None, Status.APPROVED, Status.HELD, Status.REJECTED])
async def test_an_erased_comment_is_on_no_list(
    store: Store, site: Site, status: Status | None
) -> None:
    comment = await accept(store, NAME)
    if status:
        await store.comments.apply_verdicts(NAME, [ruling(comment, status)])
    await store.comments.erase(comment, ALICE)
    assert await listed(store, comment) == set()


async def test_a_thread_is_read_in_the_order_of_writing(store: Store, site: Site) -> None:
    late, early = [await accept(store, NAME, draft(created_at=at)) for at in (2_000, 1_000)]
    elsewhere = await accept(store, NAME, draft(thread=Thread(id="sun")))
    await store.comments.apply_verdicts(NAME, [ruling(c) for c in (late, early, elsewhere)])
    page = await store.listings.thread(NAME, "moon", limit=10, cursor=None)
    assert page.ids == [early.id, late.id]


async def test_the_queue_is_read_by_urgency_or_by_age(store: Store, site: Site) -> None:
    low, high, mid = [await accept(store, NAME) for _ in range(3)]
    for comment, priority in ((low, 0.1), (high, 0.9), (mid, 0.5)):
        rulings = [ruling(comment, Status.HELD, priority)]
        await store.comments.apply_verdicts(NAME, rulings)
    orders = {
        Order.PRIORITY: [high.id, mid.id, low.id],
        Order.NEWEST: [mid.id, high.id, low.id],
        Order.OLDEST: [low.id, high.id, mid.id],
    }
    for order, expected in orders.items():
        page = await store.listings.by_status(NAME, Status.HELD, order, limit=10, cursor=None)
        assert page.ids == expected


async def test_statuses_and_reasons_are_counted(store: Store, site: Site) -> None:
    held, approved, _pending = [await accept(store, NAME) for _ in range(3)]
    rulings = [ruling(held, Status.HELD), ruling(approved)]
    await store.comments.apply_verdicts(NAME, rulings)
    counts = await store.listings.count_statuses(NAME)
    assert [counts[status] for status in LIVE] == [1, 1, 1, 0, 0]
    reasons = await store.listings.count_reasons(NAME)
    assert reasons == {ReasonCode.SCORE: 1, ReasonCode.TOO_LONG: 1}


async def test_a_priority_that_is_no_number_puts_it_first_and_loses_nothing(
    store: Store, site: Site
) -> None:
    ordinary, odd = [await accept(store, NAME) for _ in range(2)]
    rulings = [ruling(ordinary, Status.HELD, 0.5), ruling(odd, Status.HELD, float("nan"))]
    await store.comments.apply_verdicts(NAME, rulings)
    page = await store.listings.by_status(NAME, Status.HELD, Order.PRIORITY, limit=10, cursor=None)
    assert page.ids == [odd.id, ordinary.id]
