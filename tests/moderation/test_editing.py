"""Texts that are edited or erased."""

import pytest

from service.domain.errors import NotFoundError, StaleError
from service.domain.reports import Note, Report, ReportReason
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.moderation.editing import Edit, edit, erase
from service.store.codec import read_fields
from service.store.redis import Store
from tests.bells import CountingBell
from tests.drafts import accept, found
from tests.moderation.people_at_work import NAME, decided, hold
from tests.people import ALICE, BOB, CHARLIE
from tests.servers import Server


async def test_an_edit_makes_a_decided_comment_pending_and_calls_the_workers(
    store: Store, site: Site, bell: CountingBell
) -> None:
    comment = await hold(store)
    await decided(store, [comment], Action.APPROVE)
    changed = Edit(text="Another text.", actor=BOB, version=3)
    edited = await edit(store, bell, NAME, comment.id, changed)
    assert (edited.text, edited.status, edited.version) == ("Another text.", Status.PENDING, 4)
    assert (edited.decision, edited.flood, edited.awaits) == (None, None, False)
    assert bell.rung == [NAME]


async def test_an_edit_of_an_older_version_changes_nothing_and_calls_nobody(
    store: Store, site: Site, bell: CountingBell
) -> None:
    comment = await hold(store)
    with pytest.raises(StaleError):
        await edit(store, bell, NAME, comment.id, Edit(text="x", actor=BOB, version=1))
    assert (await found(store, NAME, comment.id)).text == comment.text
    assert bell.rung == []


async def test_an_erased_comment_can_be_erased_again_and_nothing_else(
    store: Store, site: Site, bell: CountingBell
) -> None:
    comment = await accept(store, NAME)
    await erase(store, NAME, comment.id, ALICE)
    await erase(store, NAME, comment.id, ALICE)
    assert len(await store.comments.history(NAME, comment.id)) == 2
    (late,) = (await decided(store, [comment], Action.APPROVE)).results
    assert isinstance(late, NotFoundError)
    with pytest.raises(NotFoundError):
        await edit(store, bell, NAME, comment.id, Edit(text="x", actor=BOB, version=2))


async def test_what_others_said_of_it_goes_with_it(
    store: Store, site: Site, redis_server: Server
) -> None:
    comment = await hold(store)
    report = Report(reporter="r", reason=ReportReason.ABUSE, at=1, note="He wrote: …")
    await store.reports.add(NAME, comment.id, report)
    await store.reports.add_note(
        NAME, comment.id, Note(by="alice", at=1, text="Dora again."), at_most=9
    )
    await erase(store, NAME, comment.id, ALICE)
    assert await store.reports.of_comment(NAME, comment.id) == []
    assert await store.reports.notes_of(NAME, [comment.id]) == [[]]
    row = redis_server.redis.hgetall(f"gr:{{courier}}:comment:{comment.id}")
    left = read_fields({str(name): str(value) for name, value in row.items()})
    assert not {"text", "email_hash", "author_name", "scores", "reasons", "flood"} & left.keys()


async def test_what_never_was_or_is_another_site_s_cannot_be_erased(
    store: Store, site: Site
) -> None:
    comment = await hold(store)
    for name, comment_id in ((NAME, "nobody"), ("charlies-site", comment.id)):
        with pytest.raises(NotFoundError):
            await erase(store, name, comment_id, CHARLIE)
    assert await found(store, NAME, comment.id) == comment
