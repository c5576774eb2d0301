"""Deciding all that match a filter, as one act."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from service.domain.comments import Comment, Thread
from service.domain.errors import GrownError, InvalidError, UnavailableError
from service.domain.statuses import Action, Status
from service.domain.verdicts import ReasonCode
from service.moderation import deciding, deciding_alike
from service.moderation.deciding import Seen, decide_all
from service.moderation.deciding_alike import decide_matching, find_matching
from service.moderation.reviewing import Order, ReviewQuery
from service.moderation.skipping import skip_items
from service.moderation.undoing import undo
from service.store.changes import Change, Outcome
from service.store.comments import Comments
from service.store.integrity import check_site
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.moderation.people_at_work import NAME, by_alice, decided, hold, statuses
from tests.people import ALICE
from tests.rulings import ruling
from tests.servers import Server

pytestmark = pytest.mark.usefixtures("site")

CASINO = ReviewQuery(q="casino")
REJECT = by_alice(Action.REJECT)


@pytest.fixture(autouse=True)
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (deciding, deciding_alike):
        monkeypatch.setattr(module, "AT_ONCE", 2)


async def casinos(store: Store, count: int) -> list[Comment]:
    return [await hold(store, f"casino {number}") for number in range(count)]


async def flood(store: Store, *threads: str) -> list[Comment]:
    """Get near-duplicates into the queue, on one card, each into a thread."""
    comments = []
    for thread in threads:
        written = draft("buy now", thread=Thread(id=thread))
        comment = await accept(store, NAME, written)
        await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD, flood="f")])
        comments.append(await found(store, NAME, comment.id))
    return comments


async def test_all_that_match_are_decided_and_no_other(store: Store) -> None:
    alike, other = await casinos(store, 5), await hold(store, "a fine piece")
    act = await decide_matching(store, NAME, CASINO, REJECT, expected=5)
    assert act.decided == 5
    assert await statuses(store, alike) == [Status.REJECTED] * 5
    assert await statuses(store, [other]) == [Status.HELD]
    assert await check_site(store.connection, NAME) == []


async def test_they_are_one_act_and_are_undone_as_one(store: Store) -> None:
    alike = await casinos(store, 5)
    act = await decide_matching(store, NAME, CASINO, REJECT)
    undone = await undo(store, NAME, act.id, ALICE)
    assert sorted(undone.restored) == sorted(comment.id for comment in alike)
    assert (undone.skipped, undone.failed) == ([], [])
    assert await statuses(store, alike) == [Status.HELD] * 5


async def test_more_than_were_seen_are_refused_and_nothing_has_happened(store: Store) -> None:
    alike = await casinos(store, 3)
    with pytest.raises(GrownError, match="3 comments match by now; you have seen 2"):
        await decide_matching(store, NAME, CASINO, REJECT, expected=2)
    assert await statuses(store, alike) == [Status.HELD] * 3


async def test_fewer_than_were_seen_are_decided(store: Store) -> None:
    alike = await casinos(store, 3)
    await decided(store, alike[:1], Action.APPROVE)
    act = await decide_matching(store, NAME, CASINO, REJECT, expected=3)
    assert act.decided == 2
    assert (await found(store, NAME, alike[0].id)).status is Status.APPROVED


async def test_what_somebody_changes_in_between_is_left_alone(store: Store) -> None:
    alike = await casinos(store, 3)
    matching = await find_matching(store, NAME, CASINO)
    await decided(store, alike[1:2], Action.APPROVE)
    act = await decide_all(store, NAME, matching.seen, REJECT)
    assert act.decided == 2
    assert (await found(store, NAME, alike[1].id)).status is Status.APPROVED


async def test_what_stands_on_a_matching_card_goes_along_if_it_matches_too(store: Store) -> None:
    one, elsewhere, three = await flood(store, "moon", "mars", "moon")
    moon = ReviewQuery(thread="moon", reason=ReasonCode.SCORE)
    assert len((await find_matching(store, NAME, moon)).seen) == 2
    act = await decide_matching(store, NAME, moon, REJECT, expected=2)
    assert act.decided == 2
    assert await statuses(store, [one, elsewhere, three]) == [
        Status.REJECTED,
        Status.HELD,
        Status.REJECTED,
    ]


@pytest.mark.parametrize("order", [Order.PRIORITY, Order.NEWEST, Order.OLDEST])
async def test_the_order_changes_nothing(store: Store, order: Order) -> None:
    await casinos(store, 5)
    await flood(store, "moon", "mars")
    found = await find_matching(store, NAME, ReviewQuery(order=order))
    assert len(found.seen) == len({seen.comment_id for seen in found.seen}) == 7
    assert found.complete


async def test_what_was_decided_already_can_be_decided_by_filter_too(store: Store) -> None:
    alike = await casinos(store, 3)
    await decided(store, alike, Action.APPROVE)
    act = await decide_matching(store, NAME, ReviewQuery(status=Status.APPROVED), REJECT)
    assert act.decided == 3


async def test_what_the_moderator_has_skipped_is_none_of_what_they_saw(store: Store) -> None:
    skipped, other = await casinos(store, 2)
    await skip_items(store, NAME, [Seen(skipped.id, skipped.version)], "alice")
    await decide_matching(store, NAME, ReviewQuery(viewer="alice"), REJECT)
    assert await statuses(store, [skipped, other]) == [Status.HELD, Status.REJECTED]


@pytest.mark.parametrize("limit", ["MATCHES_AT_MOST", "_LOOK_AT_MOST"])
async def test_an_act_has_its_limits_and_says_so_before_anything_happens(
    store: Store, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    alike = await casinos(store, 5)
    monkeypatch.setattr(deciding_alike, limit, 4)
    assert not (await find_matching(store, NAME, CASINO)).complete
    with pytest.raises(InvalidError, match="Narrow it"):
        await decide_matching(store, NAME, CASINO, REJECT)
    assert await statuses(store, alike) == [Status.HELD] * 5


class Refused(Comments):
    """Comments of a record that takes nothing more after the first page."""

    def __init__(self, store: Store, server: Server) -> None:
        super().__init__(store.connection, lambda _site: None)
        self._server = server

    async def apply(self, site: str, changes: Sequence[Change]) -> list[Outcome]:
        outcomes = await super().apply(site, changes)
        self._server.redis.config_set("min-replicas-to-write", 1)
        return outcomes


async def test_what_the_record_takes_no_more_is_told_apart_from_what_it_took(
    store: Store, server: Server
) -> None:
    alike = await casinos(store, 5)
    failing = replace(store, comments=Refused(store, server))
    act = await decide_matching(failing, NAME, CASINO, REJECT)
    server.redis.config_set("min-replicas-to-write", 0)
    assert act.decided == 2
    assert [type(result) for result in act.results[2:]] == [UnavailableError] * 3
    assert (await statuses(store, alike)).count(Status.REJECTED) == 2
    undone = await undo(store, NAME, act.id, ALICE)
    assert len(undone.restored) == 2


async def test_what_cannot_be_undone_now_is_undone_the_next_time(
    store: Store, server: Server
) -> None:
    alike = await casinos(store, 5)
    act = await decide_matching(store, NAME, CASINO, REJECT)
    failing = replace(store, comments=Refused(store, server))
    undone = await undo(failing, NAME, act.id, ALICE)
    server.redis.config_set("min-replicas-to-write", 0)
    assert (len(undone.restored), len(undone.failed)) == (2, 3)
    assert sorted((await undo(store, NAME, act.id, ALICE)).restored) == sorted(undone.failed)
    assert await statuses(store, alike) == [Status.HELD] * 5
