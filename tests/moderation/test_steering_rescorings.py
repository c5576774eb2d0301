"""A rescoring is paused, resumed, cancelled and undone as one; nothing is done twice in effect."""

import pytest

from service.domain.errors import NotAllowedError, NotFoundError
from service.domain.rescorings import Apply, Rescoring, State, Step
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.moderation import rescorings
from service.moderation.editing import erase
from service.moderation.rescorings import ChangeFilter
from service.moderation.sites import create_site
from service.settings import BulkSettings
from service.store.events import BEGINNING
from service.store.integrity import check_site
from service.store.redis import Store
from service.store.rescoring_pages import Later, PageWork, RescoringPage
from tests.drafts import accept, draft
from tests.moderation.people_at_work import decided
from tests.moderation.rescored import NAME, judged, now, order, rescorer, work_off
from tests.people import ALICE
from tests.servers import Server

NEVER = 4_000_000_000_000
HELD = ("hmm, one", "hmm, two", "hmm, three")


async def step(store: Store, rescoring: Rescoring, taken: Step) -> Rescoring:
    return await rescorings.steer(store, NAME, rescoring.id, taken, ALICE, BulkSettings())


async def one_page(store: Store, rescoring: Rescoring) -> None:
    """Do a page of one comment, by a worker that is let go then."""
    page = await store.rescoring_pages.claim(NAME, rescoring, rescorer(store, page_size=1)._terms)
    assert page is not None


async def test_undoing_puts_back_every_status_with_its_place_in_the_queue(
    store: Store, site: Site
) -> None:
    before = await judged(store, *HELD, "A fine piece.")
    done = await work_off(store, await order(store))
    assert [c.status for c in await now(store, before)] == [*["rejected"] * 3, "approved"]
    await step(store, done, Step.UNDO)
    undone = await work_off(store, done, page_size=2)
    after = await now(store, before)
    assert [(c.status, c.reasons, c.awaits) for c in after] == [
        (c.status, c.reasons, c.awaits) for c in before
    ]
    assert (undone.state, undone.restored, undone.undone_by) == (State.UNDONE, 3, "person:alice")
    entry = (await store.comments.history(NAME, before[0].id))[-1]
    assert (entry.action, entry.actor, entry.rescoring) == ("undo", ALICE, done.id)
    assert {comment.model for comment in after} == {"m-stern"}, "scores stay"
    assert await check_site(store.connection, NAME) == []


async def test_undoing_leaves_alone_what_somebody_has_changed_since(
    store: Store, site: Site
) -> None:
    before = await judged(store, *HELD)
    done = await work_off(store, await order(store))
    changed = (await now(store, before))[1]
    await decided(store, [changed], Action.APPROVE)
    await step(store, done, Step.UNDO)
    undone = await work_off(store, done)
    assert [c.status for c in await now(store, before)] == ["held", "approved", "held"]
    assert undone.restored == 2
    assert await check_site(store.connection, NAME) == []


async def test_a_page_whose_worker_died_is_done_again_and_counted_once(
    server: Server, store: Store, site: Site
) -> None:
    comments = await judged(store, *HELD)
    rescoring = await order(store)
    await one_page(store, rescoring)
    assert await store.rescorings.due(NAME) is not None
    half = await rescorings.find_rescoring(store, NAME, rescoring.id)
    leases = f"gr:{{courier}}:rescoring:{rescoring.id}:leases"
    for page in server.redis.zrange(leases, 0, -1):
        server.redis.zadd(leases, {str(page): 0})
    done = await work_off(store, rescoring)
    assert (half.done, done.state, done.done, done.changed) == (0, State.DONE, 3, 3)
    assert [c.version for c in await now(store, comments)] == [3, 3, 3]


async def test_who_comes_late_with_a_page_changes_nothing(store: Store, site: Site) -> None:
    comments = await judged(store, *HELD)
    rescoring = await order(store)
    worker = rescorer(store, lease_s=0.001)
    page = await store.rescoring_pages.claim(NAME, rescoring, worker._terms)
    assert isinstance(page, RescoringPage)
    done = await work_off(store, rescoring)
    late = PageWork(scores=[(c.id, c.revision, "1") for c in comments], model="m-late", errors=7)
    assert not await store.rescoring_pages.commit(NAME, rescoring, page, late, worker._keeping)
    assert await rescorings.find_rescoring(store, NAME, rescoring.id) == done
    assert {comment.model for comment in await now(store, comments)} == {"m-stern"}


async def test_a_page_that_nobody_survives_is_left_and_counted_as_errors(
    server: Server, store: Store, site: Site
) -> None:
    await judged(store, *HELD)
    rescoring = await order(store)
    for _ in range(2):
        await store.rescoring_pages.claim(NAME, rescoring, rescorer(store)._terms)
        leases = f"gr:{{courier}}:rescoring:{rescoring.id}:leases"
        server.redis.zadd(leases, dict.fromkeys(map(str, server.redis.zrange(leases, 0, -1)), 0))
        server.redis.zadd("gr:{courier}:rescorings:open", {rescoring.id: 0})
    done = await work_off(store, rescoring, max_attempts=2)
    assert (done.state, done.errors, done.changed, done.done) == (State.DONE, 3, 0, 3)


async def test_cancelling_refuses_what_is_under_way_and_keeps_what_was_done(
    store: Store, site: Site
) -> None:
    comments = await judged(store, *HELD)
    rescoring = await order(store, Apply.DECISIONS)
    worker = rescorer(store, page_size=1)
    page = await store.rescoring_pages.claim(NAME, rescoring, worker._terms)
    assert page is not None
    cancelled = await step(store, rescoring, Step.CANCEL)
    assert cancelled.state is State.CANCELLED
    assert await worker.work(NAME) == 0
    assert await now(store, comments) == comments
    with pytest.raises(NotAllowedError):
        await step(store, rescoring, Step.RESUME)


async def test_a_paused_rescoring_rests_and_goes_on_where_it_was(store: Store, site: Site) -> None:
    await judged(store, *HELD)
    rescoring = await order(store)
    paused = await step(store, rescoring, Step.PAUSE)
    assert (paused.state, paused.eta_s) == (State.PAUSED, None)
    assert (await work_off(store, rescoring)).done == 0
    await step(store, rescoring, Step.RESUME)
    assert (await work_off(store, rescoring)).done == 3


async def test_progress_is_told_as_it_goes(store: Store, site: Site) -> None:
    await judged(store, *HELD)
    done = await work_off(store, await order(store))
    told = [
        event.fields
        async for events in store.events.after(NAME, BEGINNING)
        for event in events
        if event.name == "rescoring.progress"
    ]
    assert told[-1] == {
        "rescoring": done.id,
        "state": "done",
        "done": "3",
        "total": "3",
        "changed": "3",
    }


async def test_what_was_erased_since_is_listed_without_what_was_said_of_it(
    store: Store, site: Site
) -> None:
    comments = await judged(store, *HELD)
    done = await work_off(store, await order(store))
    await erase(store, NAME, comments[1].id, ALICE)
    page = await rescorings.read_changes(store, NAME, done.id, ChangeFilter(), limit=9)
    assert [bool(change.reasons and change.scores) for change in page.items] == [True, False, True]
    assert page.items[1].comment_id == comments[1].id
    await step(store, done, Step.UNDO)
    assert (await work_off(store, done)).restored == 2
    assert await check_site(store.connection, NAME) == []


async def test_only_so_many_changes_are_listed_of_what_changes_nothing(
    store: Store, site: Site
) -> None:
    await judged(store, *HELD)
    done = await work_off(store, await order(store, Apply.NONE), changes_kept=2)
    page = await store.rescorings.changes(NAME, done.id, lambda _c: True, limit=9, cursor=None)
    assert (done.changed, len(page.items)) == (3, 2)
    assert done.moves == {(Status.HELD, Status.REJECTED): 3}


async def test_a_rescoring_that_fell_behind_its_rate_waits(store: Store, site: Site) -> None:
    await judged(store, *HELD)
    await order(store)
    await rescorer(store, page_size=1, rate=0.01).work(NAME)
    assert await store.rescorings.due_sites([NAME]) == []


@pytest.mark.parametrize("waits", [True, False])
async def test_live_comments_that_wait_come_first(
    server: Server, store: Store, site: Site, *, waits: bool
) -> None:
    await judged(store, *HELD)
    live = await accept(store, NAME, draft("hmm, live"))
    server.redis.zadd("gr:{courier}:pending", {live.id: 0 if waits else NEVER})
    rescoring, terms = await order(store), rescorer(store, page_size=1)._terms
    first, second = [await store.rescoring_pages.claim(NAME, rescoring, terms) for _ in range(2)]
    assert isinstance(first, RescoringPage)
    if waits:
        assert isinstance(second, Later)
        assert 0.1 < second.wait_s <= 0.2
    else:
        assert isinstance(second, RescoringPage)


async def test_pages_are_small_while_somebody_writes(
    server: Server, store: Store, site: Site
) -> None:
    comments = await judged(store, *(f"A fine piece, number {n}." for n in range(60)))
    rescoring, terms = await order(store), rescorer(store)._terms
    beside = await store.rescoring_pages.claim(NAME, rescoring, terms)
    for comment in comments:
        server.redis.zincrby(f"gr:{{courier}}:status:{comment.status}", -1_000, comment.id)
    server.redis.hset(f"gr:{{courier}}:rescoring:{rescoring.id}", "cursor", 0)
    alone = await store.rescoring_pages.claim(NAME, rescoring, terms)
    assert isinstance(beside, RescoringPage)
    assert isinstance(alone, RescoringPage)
    # Those that came in one ms are never parted.
    assert (beside.beside_live, 32 <= beside.count < 60) == (True, True)
    assert (alone.beside_live, alone.count) == (False, 60)


async def test_another_site_has_no_such_rescoring(store: Store, site: Site) -> None:
    await create_site(store, "gazette", "The Gazette", [])
    rescoring = await order(store)
    with pytest.raises(NotFoundError):
        await rescorings.find_rescoring(store, "gazette", rescoring.id)
    assert await store.rescorings.due_sites(["gazette"]) == []
