"""The claim of somebody who looks at one item."""

import asyncio

import pytest

from service.domain.sites import Site
from service.domain.statuses import Status
from service.moderation import looking
from service.moderation.claiming import claim_items
from service.moderation.looking import look_at, look_away
from service.moderation.reviewing import ReviewQuery
from service.store.redis import Store
from tests.drafts import accept
from tests.moderation.people_at_work import NAME
from tests.rulings import ruling

TEN = ReviewQuery(limit=10)


@pytest.fixture
async def held(store: Store, site: Site) -> str:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD)])
    return comment.id


async def test_who_came_first_has_it_until_they_look_away(store: Store, held: str) -> None:
    for moderator in ("alice", "doris"):
        claim = await look_at(store, NAME, held, moderator)
        assert claim is not None
        assert claim.moderator == "alice"
    assert await claim_items(store, NAME, TEN, "doris") == []
    await look_away(store, NAME, held, "doris")  # it is not hers
    assert await claim_items(store, NAME, TEN, "doris") == []
    await look_away(store, NAME, held, "alice")
    (item,) = await claim_items(store, NAME, TEN, "doris")
    assert item.comment.id == held


async def test_to_look_on_makes_it_last_and_is_no_news(store: Store, held: str) -> None:
    first = await look_at(store, NAME, held, "alice")
    last = await store.events.last(NAME)
    await asyncio.sleep(0.005)
    again = await look_at(store, NAME, held, "alice")
    assert first is not None
    assert again is not None
    assert again.until > first.until
    assert await store.events.last(NAME) == last


async def test_a_longer_claim_is_not_made_shorter(store: Store, held: str) -> None:
    (item,) = await claim_items(store, NAME, TEN, "alice")
    assert item.claim is not None
    claim = await look_at(store, NAME, held, "alice")
    assert claim == item.claim


async def test_who_has_gone_without_a_word_does_not_keep_it(
    store: Store, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "LOOK_S", 0.01)
    await look_at(store, NAME, held, "alice")
    monkeypatch.undo()
    await asyncio.sleep(0.02)
    claim = await look_at(store, NAME, held, "doris")
    assert claim is not None
    assert claim.moderator == "doris"


async def test_what_waits_for_nobody_is_nobodys(store: Store, site: Site) -> None:
    assert await look_at(store, NAME, (await accept(store, NAME)).id, "alice") is None
