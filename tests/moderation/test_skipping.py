"""A moderator leaves items to the others."""

import pytest

from service.domain.comments import Comment
from service.domain.reports import Report, ReportReason
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.moderation.claiming import claim_items
from service.moderation.deciding import Seen
from service.moderation.moderators import create_moderator, remove_moderator
from service.moderation.reporting import report_comment
from service.moderation.reviewing import Order, ReviewQuery, read_queue
from service.moderation.skipping import skip_items, unskip_all
from service.moderation.undoing import undo
from service.store import skips
from service.store.keys import SiteKeys
from service.store.redis import Store
from tests.drafts import accept, found
from tests.moderation.people_at_work import NAME, decided, hold
from tests.people import ALICE, BOB
from tests.rulings import ruling

pytestmark = pytest.mark.usefixtures("site")

QUERIES = [ReviewQuery(), ReviewQuery(order=Order.OLDEST), ReviewQuery(q="hmm")]


async def skip(store: Store, *comments: Comment, who: str = "alice") -> list[str]:
    return await skip_items(store, NAME, [Seen(c.id, c.version) for c in comments], who)


async def listed(store: Store, who: str, query: ReviewQuery | None = None) -> set[str]:
    page = await read_queue(store, NAME, query or ReviewQuery(viewer=who))
    return {item.comment.id for item in page.items}


async def claimed(store: Store, who: str, query: ReviewQuery | None = None) -> set[str]:
    return {item.comment.id for item in await claim_items(store, NAME, query or ReviewQuery(), who)}


@pytest.mark.parametrize("query", QUERIES, ids=["by priority", "oldest", "by words"])
async def test_what_is_skipped_is_neither_listed_for_nor_handed_to_its_skipper(
    store: Store, query: ReviewQuery
) -> None:
    skipped, other = await hold(store), await hold(store)
    assert await skip(store, skipped) == [skipped.id]
    assert await listed(store, "alice") == {other.id}
    assert await claimed(store, "alice", query) == {other.id}


async def test_others_see_and_get_it_as_before(store: Store) -> None:
    comment = await hold(store)
    await skip(store, comment)
    assert await listed(store, "charlie") == {comment.id}
    assert await claimed(store, "charlie") == {comment.id}


async def test_what_is_skipped_does_not_stand_before_what_comes_after_it(store: Store) -> None:
    # The skipped are the most urgent, and more than are asked for.
    urgent = [await hold(store, score=0.5) for _ in range(5)]
    calm = await hold(store, score=0.95)
    await skip(store, *urgent)
    assert await claimed(store, "alice", ReviewQuery(limit=1)) == {calm.id}
    page = await read_queue(store, NAME, ReviewQuery(viewer="alice", limit=2))
    assert [item.comment.id for item in page.items] == [calm.id]


async def test_skipping_gives_up_the_claim_on_it_and_no_other(store: Store) -> None:
    mine, hers = await hold(store), await hold(store)
    await claim_items(store, NAME, ReviewQuery(q="hmm", limit=1), "alice")
    ours = await claimed(store, "charlie") | {mine.id, hers.id}
    await skip(store, mine, hers)
    claims = await store.queue.claims(NAME, sorted(ours))
    assert {claim.moderator for claim in claims if claim} == {"charlie"}
    assert len(await claimed(store, "charlie")) == 1


async def test_it_comes_again_when_its_state_changes(store: Store) -> None:
    comment = await hold(store)
    await skip(store, comment)
    report = Report(reporter="eve", reason=ReportReason.ABUSE, at=1)
    await report_comment(store, NAME, comment.id, report, BOB)
    assert await listed(store, "alice") == {comment.id}
    assert await claimed(store, "alice") == {comment.id}


async def test_what_has_changed_or_was_decided_since_it_was_seen_is_not_skipped(
    store: Store,
) -> None:
    comment = await hold(store)
    await decided(store, [comment], Action.APPROVE)
    assert await skip(store, comment) == []
    assert await store.connection.call("EXISTS", SiteKeys(NAME).skips("alice")) == 0


async def test_what_came_back_behind_the_card_of_its_flood_is_skipped_too(store: Store) -> None:
    first, heir = await accept(store, NAME), await accept(store, NAME)
    for comment in (first, heir):
        await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD, flood="f")])
    act = await decided(store, [await found(store, NAME, first.id)], Action.REJECT)
    await undo(store, NAME, act.id, ALICE)
    first = await found(store, NAME, first.id)
    assert first.awaits
    assert await listed(store, "alice") == {heir.id}
    assert await skip(store, first) == [first.id]


async def test_all_can_be_shown_again(store: Store) -> None:
    comment = await hold(store)
    await skip(store, comment)
    assert await unskip_all(store, NAME, "alice") == 1
    assert await claimed(store, "alice") == {comment.id}


async def test_skips_are_bounded_and_forgotten_in_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(skips, "AT_MOST", 2)
    comments = [await hold(store) for _ in range(3)]
    for comment in comments:
        await skip(store, comment)
    key = SiteKeys(NAME).skips("alice")
    assert await store.connection.call("ZCARD", key) == 2
    assert 0 < await store.connection.call("TTL", key) <= skips.LIFE_S
    members = await store.connection.call("ZRANGE", key, 0, -1)
    await store.connection.call("ZADD", key, "XX", 1, members[0])  # as if skipped long ago
    await skip(store, comments[2])
    assert await store.connection.call("ZCARD", key) == 1


async def test_a_moderator_s_skips_go_with_them(store: Store, site: Site) -> None:
    await create_moderator(store, site.name, "alice", "a long password")
    comment = await hold(store)
    await skip(store, comment)
    await remove_moderator(store, site.name, "alice")
    assert await listed(store, "alice") == {comment.id}
