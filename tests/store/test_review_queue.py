"""The review queue: who has claimed what, and the one card that a flood stands on."""

import asyncio
from typing import Any

import pytest

from service.domain.audit import Actor
from service.domain.comments import Comment
from service.domain.reports import Report
from service.domain.sites import Site
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode
from service.settings import LONGEST_LEASE_S
from service.store import transitions
from service.store.changes import Outcome
from service.store.integrity import check_site
from service.store.redis import Store
from service.store.review_queue import Wanted
from tests.drafts import accept, found
from tests.people import ALICE, BOB
from tests.rulings import TOXIC, decision, ruling
from tests.servers import Server

NAME, CLAIMS = "courier", "gr:{courier}:claims"


async def hold(store: Store, score: float = 0.7, flood: str | None = None) -> Comment:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD, score, flood)])
    return await found(store, NAME, comment.id)


async def claim(store: Store, who: str, count: int = 10, **wanted: object) -> list[str]:
    asked = Wanted(count=count, **wanted)  # type: ignore[arg-type]
    return await store.queue.claim(NAME, asked, who, lease_s=60)


async def report(store: Store, comment: Comment, to: Status) -> None:
    reason = Reason(code=ReasonCode.REPORTS, detail="Reported.")
    change = transitions.of_report(comment, to, reason, comment.reports + 1, BOB)
    assert await store.comments.apply(NAME, [change]) == [Outcome.DONE]


async def cards(store: Store, place: str = "priority") -> list[str]:
    return (await store.queue.page(NAME, place, limit=50, cursor=None)).ids


async def test_the_most_urgent_are_claimed_first_and_each_by_one(store: Store, site: Site) -> None:
    sure, doubtful = await hold(store, 0.95), await hold(store, 0.5)
    assert await claim(store, "alice", 1) == [doubtful.id]
    assert await claim(store, "charlie") == [sure.id]
    assert await claim(store, "alice") == []
    claims = await store.queue.claims(NAME, [sure.id, doubtful.id])
    assert [claim.moderator for claim in claims if claim] == ["charlie", "alice"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"place": "arrival", "ascending": True}, [0, 1, 2]),
        ({"place": "arrival"}, [2, 1, 0]),
        ({"place": "label:toxicity"}, [2, 0, 1]),
        ({"place": "reason:score"}, [1, 0, 2]),
        ({"place": "reason:too_many_links"}, []),
    ],
)
async def test_a_claim_takes_from_the_part_and_in_the_order_it_names(
    store: Store, site: Site, wanted: dict[str, Any], expected: list[int]
) -> None:
    items = [(await hold(store, score)).id for score in (0.7, 0.5, 0.9)]
    assert await claim(store, "alice", **wanted) == [items[at] for at in expected]


async def test_items_are_claimed_by_name_unless_somebody_has_them(store: Store, site: Site) -> None:
    one, two, three = [(await hold(store)).id for _ in range(3)]
    assert await claim(store, "alice", ids=(two,)) == [two]
    assert await claim(store, "charlie", ids=(three, two, "nobody")) == [three]
    assert await claim(store, "charlie", 1, ids=(one, three)) == [one]


async def test_a_lease_that_ran_out_is_nobody_s_and_the_item_is_free_again(
    store: Store, site: Site, redis_server: Server
) -> None:
    item = await hold(store)
    await claim(store, "alice")
    assert await claim(store, "charlie") == []
    redis_server.redis.zadd(CLAIMS, {item.id: 1})
    assert await store.queue.claims(NAME, [item.id]) == [None]
    assert await claim(store, "charlie") == [item.id]
    assert await store.queue.release(NAME, "alice") == 0
    (held_by,) = await store.queue.claims(NAME, [item.id])
    assert held_by is not None
    assert held_by.moderator == "charlie"


async def test_a_lease_ends_by_the_clock(store: Store, site: Site) -> None:
    item = await hold(store)
    await store.queue.claim(NAME, Wanted(count=1), "alice", lease_s=0.05)
    await asyncio.sleep(0.06)
    assert await claim(store, "charlie") == [item.id]


async def test_a_lease_by_a_clock_that_was_ahead_holds_nobody_up(
    store: Store, site: Site, redis_server: Server
) -> None:
    item = await hold(store)
    await store.queue.claim(NAME, Wanted(count=1), "alice", lease_s=LONGEST_LEASE_S)
    assert await claim(store, "charlie") == []
    redis_server.redis.zincrby(CLAIMS, 60_000, item.id)
    assert await claim(store, "charlie") == [item.id]


async def test_what_is_given_back_is_free_and_only_its_owner_gives_it_back(
    store: Store, site: Site
) -> None:
    one, two = [(await hold(store)).id for _ in range(2)]
    await claim(store, "alice")
    assert await store.queue.release(NAME, "charlie", [one]) == 0
    assert await store.queue.release(NAME, "alice", [one]) == 1
    assert await claim(store, "charlie") == [one]
    assert await store.queue.release(NAME, "alice") == 1
    assert await claim(store, "charlie") == [two]
    assert await check_site(store.connection, NAME) == []


@pytest.mark.parametrize("how", ["decided", "edited", "erased"])
async def test_what_leaves_the_queue_is_nobody_s(
    store: Store, site: Site, redis_server: Server, how: str
) -> None:
    item = await hold(store)
    await claim(store, "alice")
    change = {
        "decided": decision(item),
        "edited": transitions.of_edit(item, "Another.", BOB),
        "erased": transitions.of_erasure(item, ALICE),
    }[how]
    assert await store.comments.apply(NAME, [change]) == [Outcome.DONE]
    assert await cards(store) == await cards(store, "free") == []
    assert redis_server.redis.zcard(CLAIMS) == redis_server.redis.hlen(CLAIMS + "x") == 0
    assert not redis_server.redis.exists("gr:{courier}:claimants")


async def test_a_report_does_not_take_an_item_from_who_has_claimed_it(
    store: Store, site: Site
) -> None:
    item = await hold(store)
    await claim(store, "alice")
    await report(store, item, Status.HELD)
    assert await claim(store, "charlie") == []
    assert await cards(store, "reports") == [item.id]
    assert await check_site(store.connection, NAME) == []


async def test_the_cards_are_counted_by_reason(store: Store, site: Site) -> None:
    await hold(store)
    decided = await accept(store, NAME)
    await store.comments.apply(NAME, [decision(decided, Status.HELD)])
    assert await store.queue.size(NAME) == 2
    assert await store.queue.count_reasons(NAME) == {
        ReasonCode.SCORE: 1,
        ReasonCode.TOO_LONG: 1,
        ReasonCode.MODERATOR: 1,
    }


# ── floods ──


async def test_a_flood_stands_on_one_card_and_the_next_follows_when_it_is_decided(
    store: Store, site: Site
) -> None:
    flood = [await hold(store, flood="f") for _ in range(3)]
    alone = await hold(store)
    for left, card in zip((3, 2, 1), flood, strict=True):
        assert set(await cards(store)) == {card.id, alone.id}
        assert await store.queue.flood_sizes(NAME, ["f"]) == [left]
        assert await store.queue.count_reasons(NAME) == {TOXIC.code: 2, ReasonCode.TOO_LONG: 2}
        await store.comments.apply(NAME, [decision(card, Status.SPAM)])
    assert await cards(store) == [alone.id]
    assert await check_site(store.connection, NAME) == []


async def test_one_behind_the_card_is_decided_and_the_card_stays(store: Store, site: Site) -> None:
    card, behind, last = [await hold(store, flood="f") for _ in range(3)]
    await claim(store, "alice")
    await store.comments.apply(NAME, [decision(behind)])
    assert await cards(store) == [card.id]
    assert await claim(store, "charlie") == []
    await store.comments.apply(NAME, [decision(card)])
    assert await claim(store, "charlie") == [last.id]


async def test_what_comes_back_into_the_queue_stands_behind_the_card(
    store: Store, site: Site
) -> None:
    first, second = [await hold(store, flood="f") for _ in range(2)]
    await store.comments.apply(NAME, [decision(first, Status.APPROVED)])
    assert await claim(store, "alice") == [second.id]
    await report(store, await found(store, NAME, first.id), Status.HELD)
    assert await cards(store) == [second.id]
    assert await store.queue.flood_sizes(NAME, ["f"]) == [2]
    (claimed,) = await store.queue.claims(NAME, [second.id])
    assert claimed is not None
    assert await check_site(store.connection, NAME) == []


async def test_a_report_of_the_card_leaves_it_the_card(store: Store, site: Site) -> None:
    card, behind = [await hold(store, flood="f") for _ in range(2)]
    await report(store, card, Status.HELD)
    await report(store, behind, Status.HELD)
    assert await cards(store) == await cards(store, "reports") == [card.id]
    assert await check_site(store.connection, NAME) == []


async def test_reports_and_notes_are_kept_beside_the_comment_and_one_report_a_reader(
    store: Store, site: Site
) -> None:
    item = await hold(store)
    actors: list[Actor] = [ALICE, BOB, ALICE]
    added = [
        await store.reports.add(
            NAME, item.id, Report(reporter=actor.id, reason="spam", at=at, note="Look!")  # type: ignore[arg-type]
        )
        for at, actor in enumerate(actors)
    ]  # fmt: skip
    assert added == [(True, 1), (True, 2), (False, 2)]
    kept = await store.reports.of_comment(NAME, item.id)
    assert [(report.reporter, report.at, report.note) for report in kept] == [
        ("alice", 0, "Look!"),
        ("bobs-key", 1, "Look!"),
    ]
