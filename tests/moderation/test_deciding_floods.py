"""A flood is decided once, on its card: all that stand there, and what comes later, for a time."""

import pytest

from service.domain.errors import StaleError
from service.domain.policy import Policy
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.domain.verdicts import ReasonCode
from service.moderation.deciding import Seen
from service.moderation.deciding_floods import decide_flood, decide_floods
from service.moderation.scoring import Scoring
from service.moderation.undoing import undo
from service.settings import WorkSettings
from service.store.integrity import check_site
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.moderation.people_at_work import by_alice, hold
from tests.people import ALICE
from tests.scorers import WordScorer

NAME = "courier"
TEXT = "Come all to the fair on Sunday, there will be cake, hmm! No {}."
HOUR_S = 3600


async def arrive(store: Store, *texts: str) -> list[str]:
    ids = [(await accept(store, NAME, draft(text))).id for text in texts]
    await Scoring(store, WordScorer(), WorkSettings()).score_batch(NAME)
    return ids


async def card(store: Store, comment_id: str) -> Seen:
    return Seen(comment_id, (await found(store, NAME, comment_id)).version)


async def statuses(store: Store, ids: list[str]) -> list[Status]:
    return [(await found(store, NAME, id_)).status for id_ in ids]


@pytest.fixture
async def flood(store: Store, site: Site) -> list[str]:
    """Three that are nearly the same, and held."""
    await store.policies.put(NAME, Policy(version=2, author_pace=99, address_pace=99))
    ids = await arrive(store, *(TEXT.format(n) for n in range(3)))
    assert await statuses(store, ids) == [Status.HELD] * 3
    return ids


async def test_all_on_the_card_are_decided_and_later_arrivals_follow_and_say_whom(
    store: Store, flood: list[str]
) -> None:
    seen = await card(store, flood[0])
    head, act = await decide_flood(store, NAME, seen, by_alice(Action.SPAM), HOUR_S)
    assert (head.id, act.decided) == (flood[0], 3)
    late, other = await arrive(store, TEXT.format("9"), "Something else entirely, at some length.")
    assert await statuses(store, [*flood, late, other]) == [Status.SPAM] * 4 + [Status.APPROVED]
    (reason, *_) = (await found(store, NAME, late)).reasons
    assert reason.code is ReasonCode.FLOOD_DECISION
    assert act.id in reason.detail
    assert await check_site(store.connection, NAME) == []


async def test_undoing_puts_all_of_it_back_and_later_arrivals_follow_no_more(
    store: Store, flood: list[str]
) -> None:
    seen = await card(store, flood[0])
    _head, act = await decide_flood(store, NAME, seen, by_alice(Action.SPAM), HOUR_S)
    undone = await undo(store, NAME, act.id, ALICE)
    assert undone.restored == flood
    (late,) = await arrive(store, TEXT.format("9"))
    assert await statuses(store, [*flood, late]) == [Status.HELD] * 4


async def test_a_card_that_has_changed_is_left_alone_and_its_flood_with_it(
    store: Store, flood: list[str]
) -> None:
    with pytest.raises(StaleError):
        await decide_flood(store, NAME, Seen(flood[0], 1), by_alice(Action.SPAM), HOUR_S)
    (late,) = await arrive(store, TEXT.format("9"))
    assert await statuses(store, [*flood, late]) == [Status.HELD] * 4


async def test_a_person_may_decide_otherwise_on_what_came_later(
    store: Store, flood: list[str]
) -> None:
    seen = await card(store, flood[0])
    await decide_flood(store, NAME, seen, by_alice(Action.SPAM), HOUR_S)
    (late,) = await arrive(store, TEXT.format("9"))
    head, _ = await decide_flood(
        store, NAME, await card(store, late), by_alice(Action.APPROVE), HOUR_S
    )
    (later,) = await arrive(store, TEXT.format("10"))
    assert head.status is Status.APPROVED
    assert await statuses(store, [later, *flood]) == [Status.APPROVED, *[Status.SPAM] * 3]


async def test_many_cards_are_one_act_and_each_row_is_told(store: Store, flood: list[str]) -> None:
    single = await hold(store)
    cards = [await card(store, flood[0]), Seen(single.id, single.version), Seen("nobody", 1)]
    done = await decide_floods(store, NAME, cards, by_alice(Action.REJECT), HOUR_S)
    assert [seen.comment_id for seen in done.seen] == [flood[0], single.id, "nobody", *flood[1:]]
    assert len(done.act.results) == len(done.seen)
    assert done.act.decided == 4
    assert len(await store.acts.recall(NAME, done.act.id)) == 4
