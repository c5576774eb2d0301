"""Readers' reports: each asks a person to look, enough of them take a comment down."""

import asyncio

import pytest

from service.domain.comments import Comment, DecidedBy
from service.domain.errors import NotFoundError
from service.domain.policy import Policy
from service.domain.reports import Report, ReportReason
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.domain.verdicts import ReasonCode
from service.moderation.editing import erase
from service.moderation.reporting import report_comment
from service.store.integrity import check_site
from service.store.redis import Store
from tests.drafts import accept, found
from tests.moderation.people_at_work import NAME, decided, hold
from tests.people import ALICE, BOB
from tests.rulings import ruling
from tests.servers import Server


async def out(store: Store, status: Status = Status.APPROVED) -> Comment:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment, status)])
    return await found(store, NAME, comment.id)


async def report(store: Store, comment: Comment, *reporters: str) -> list[int]:
    return [
        await report_comment(
            store, NAME, comment.id, Report(reporter=who, reason=ReportReason.ABUSE, at=1), BOB
        )
        for who in reporters
    ]


async def test_one_report_asks_a_person_and_leaves_the_comment_where_it_is(
    store: Store, site: Site
) -> None:
    comment = await out(store)
    assert await report(store, comment, "w") == [1]
    after = await found(store, NAME, comment.id)
    assert (after.status, after.awaits, after.reports) == (Status.APPROVED, True, 1)
    assert after.decided_by is DecidedBy.POLICY
    assert (await store.queue.page(NAME, "reports", limit=9, cursor=None)).ids == [comment.id]
    assert (await store.listings.thread(NAME, "moon", limit=9, cursor=None)).ids == [comment.id]


async def test_a_reader_counts_once(store: Store, site: Site) -> None:
    comment = await out(store)
    assert await report(store, comment, "w", "w", "w", "w") == [1, 1, 1, 1]
    after = await found(store, NAME, comment.id)
    assert (after.status, after.version) == (Status.APPROVED, comment.version + 1)


async def test_enough_readers_take_it_down_and_the_figures_are_named(
    store: Store, site: Site
) -> None:
    comment = await out(store)
    await report(store, comment, "w", "x", "y")
    after = await found(store, NAME, comment.id)
    assert (after.status, after.reports) == (Status.HELD, 3)
    reason = after.reasons[-1]
    assert (reason.code, reason.value, reason.threshold) == (ReasonCode.REPORTS, 3, 3)
    assert (await store.listings.thread(NAME, "moon", limit=9, cursor=None)).ids == []


async def test_even_what_a_person_approved_is_held_and_whose_word_it_was_can_be_read(
    store: Store, site: Site
) -> None:
    comment = await hold(store)
    await decided(store, [comment], Action.APPROVE)
    await report(store, comment, "w", "x")
    below = await found(store, NAME, comment.id)
    assert (below.status, below.decided_by) == (Status.APPROVED, DecidedBy.PERSON)
    await report(store, comment, "y")
    after = await found(store, NAME, comment.id)
    assert (after.status, after.decided_by) == (Status.HELD, DecidedBy.POLICY)
    history = await store.comments.history(NAME, comment.id)
    assert [(entry.action, entry.after) for entry in history][2:] == [
        ("approve", Status.APPROVED),
        ("report", Status.APPROVED),
        ("report", Status.APPROVED),
        ("report", Status.HELD),
    ]
    assert await check_site(store.connection, NAME) == []


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM])
async def test_what_is_refused_already_stays_as_it_is(
    store: Store, site: Site, status: Status
) -> None:
    comment = await out(store, status)
    assert await report(store, comment, "w", "x", "y") == [1, 2, 3]
    assert await found(store, NAME, comment.id) == comment
    assert len(await store.reports.of_comment(NAME, comment.id)) == 3


async def test_the_site_says_how_many_are_enough(store: Store, site: Site) -> None:
    assert await store.policies.put(NAME, Policy(version=2, reports_held=1))
    comment = await out(store)
    await report(store, comment, "w")
    assert (await found(store, NAME, comment.id)).status is Status.HELD


async def test_all_who_report_at_once_are_counted(store: Store, site: Site) -> None:
    comment = await out(store)
    await asyncio.gather(*(report(store, comment, f"reader {n}") for n in range(30)))
    after = await found(store, NAME, comment.id)
    assert (after.reports, after.status) == (30, Status.HELD)
    assert await check_site(store.connection, NAME) == []


async def test_a_report_that_was_kept_and_not_counted_is_counted_with_the_next(
    store: Store, site: Site
) -> None:
    """As when the process died in between."""
    comment = await out(store)
    lost = Report(reporter="w", reason=ReportReason.SPAM, at=1)
    await store.reports.add(NAME, comment.id, lost)
    assert await report(store, comment, "w") == [1]
    assert (await found(store, NAME, comment.id)).reports == 1


async def test_an_erased_comment_cannot_be_reported_and_keeps_no_report(
    store: Store, site: Site, redis_server: Server
) -> None:
    comment = await out(store)
    await erase(store, NAME, comment.id, ALICE)
    with pytest.raises(NotFoundError):
        await report(store, comment, "w")
    assert not redis_server.redis.exists(f"gr:{{courier}}:reports:{comment.id}")


async def test_what_never_was_cannot_be_reported(store: Store, site: Site) -> None:
    comment = await out(store)
    with pytest.raises(NotFoundError):
        await report_comment(
            store,
            "gazette",
            comment.id,
            Report(reporter="w", reason=ReportReason.ABUSE, at=1),
            BOB,
        )


async def test_reports_that_a_person_has_answered_count_no_more(store: Store, site: Site) -> None:
    comment = await out(store)
    await report(store, comment, "u", "v", "w")
    assert (await found(store, NAME, comment.id)).status is Status.HELD
    await decided(store, [await found(store, NAME, comment.id)], Action.APPROVE)
    await report(store, comment, "x")
    after = await found(store, NAME, comment.id)
    assert (after.status, after.awaits, after.reports) == (Status.APPROVED, True, 4)
    await report(store, comment, "y", "z")
    assert (await found(store, NAME, comment.id)).status is Status.HELD
