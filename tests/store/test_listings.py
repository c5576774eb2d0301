"""Every change of state moves a comment from the lists it was on to those it belongs on."""

import pytest

from service.domain.comments import Author, Comment, Thread
from service.domain.sites import Site
from service.domain.statuses import LIVE, Status
from service.domain.verdicts import ReasonCode
from service.store import transitions
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE, BOB
from tests.rulings import decision, ruling

NAME = "courier"


async def listed(store: Store, comment: Comment) -> set[str]:
    """Name the lists that a comment is on."""
    lists, places = store.listings, set()
    for status in LIVE:
        page = await lists.by_status(NAME, status, limit=10, cursor=None)
        places |= {str(status)} if comment.id in page.ids else set()
    for code in ReasonCode:
        page = await store.queue.page(NAME, f"reason:{code}", limit=10, cursor=None)
        places |= {f"held for {code}"} if comment.id in page.ids else set()
    page = await store.queue.page(NAME, "priority", limit=10, cursor=None)
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


async def test_an_author_s_comments_are_listed_under_each_identity(
    store: Store, site: Site
) -> None:
    by_mail, by_both = [
        await accept(store, NAME, draft(author=Author(id=id_))) for id_ in (None, "dora")
    ]
    await accept(store, NAME, draft(email_hash="another"))
    for identity, expected in (("email:e", [by_both, by_mail]), ("author:dora", [by_both])):
        page = await store.listings.by_author(NAME, identity, limit=10, cursor=None)
        assert page.ids == [comment.id for comment in expected]


async def test_statuses_are_counted(store: Store, site: Site) -> None:
    held, approved, _pending = [await accept(store, NAME) for _ in range(3)]
    rulings = [ruling(held, Status.HELD), ruling(approved)]
    await store.comments.apply_verdicts(NAME, rulings)
    counts = await store.listings.count_statuses(NAME)
    assert [counts[status] for status in LIVE] == [1, 1, 1, 0, 0]
