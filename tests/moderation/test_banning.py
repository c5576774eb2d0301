"""Authors are banned by what is known of them, and what they write from then on is rejected."""

import time

import pytest

from service.domain.comments import Author
from service.domain.errors import InvalidError, NotFoundError
from service.domain.pseudonyms import Pseudonyms
from service.domain.sites import Site
from service.domain.statuses import Status
from service.moderation.banning import BanOrder, ban_author, lift_ban, read_bans
from service.moderation.scoring import Scoring
from service.settings import WorkSettings
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE
from tests.scorers import WordScorer
from tests.servers import Server

NAME = "courier"
HASHES = Pseudonyms("a secret of sixteen or more")
EVE, HOME = "eve@evil.example", "203.0.113.9"


async def order(store: Store, **whom: object) -> list[str]:
    ban_order = BanOrder(**whom)  # type: ignore[arg-type]
    return [ban.id for ban in await ban_author(store, HASHES, NAME, ban_order, ALICE)]


async def status_of(store: Store, **author: object) -> Status:
    comment = await accept(store, NAME, draft("A fine piece.", **{"email_hash": None, **author}))
    await Scoring(store, WordScorer(), WorkSettings()).score_batch(NAME)
    return (await found(store, NAME, comment.id)).status


@pytest.mark.parametrize(
    ("whom", "author"),
    [
        ({"author_id": "eve"}, {"author": Author(id="eve")}),
        ({"email": EVE}, {"email_hash": HASHES.of_email(NAME, EVE)}),
        ({"address": HOME}, {"address_hash": HASHES.of_address(NAME, HOME)}),
    ],
)
async def test_who_is_banned_is_rejected_until_the_ban_is_lifted(
    store: Store, site: Site, whom: dict[str, object], author: dict[str, object]
) -> None:
    (ban_id,) = await order(store, **whom)
    assert await status_of(store, **author) is Status.REJECTED
    await lift_ban(store, NAME, ban_id)
    assert await status_of(store, **author) is Status.APPROVED


async def test_the_author_of_a_comment_is_banned_by_all_that_is_known_of_them(
    store: Store, site: Site
) -> None:
    known = {"author": Author(id="eve"), "email_hash": "e1", "address_hash": "a1"}
    comment = await accept(store, NAME, draft("Hello.", **known))
    assert len(await order(store, comment_id=comment.id)) == 3
    for name, value in known.items():
        assert await status_of(store, **{name: value}) is Status.REJECTED


async def test_an_author_of_whom_nothing_is_known_cannot_be_banned(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME, draft("Hello.", email_hash=None))
    with pytest.raises(InvalidError, match="Nothing is known"):
        await order(store, comment_id=comment.id)
    with pytest.raises(NotFoundError):
        await order(store, comment_id="nothing")


async def test_a_ban_ends_by_itself(store: Store, site: Site) -> None:
    await order(store, author_id="eve", until=int(time.time() * 1000) - 1)
    assert await status_of(store, author=Author(id="eve")) is Status.APPROVED


async def test_e_mail_and_address_are_nowhere_in_the_record(
    store: Store, site: Site, redis_server: Server
) -> None:
    await order(store, email=EVE)
    await order(store, address=HOME)
    kept = str(redis_server.redis.hgetall("gr:{courier}:bans"))
    assert (EVE in kept, HOME in kept) == (False, False)
    assert len(redis_server.redis.hkeys("gr:{courier}:bans")) == 2


async def test_a_ban_that_is_not_there_cannot_be_lifted(store: Store, site: Site) -> None:
    with pytest.raises(NotFoundError):
        await lift_ban(store, NAME, "nothing")


async def test_bans_are_listed_page_by_page_each_once(store: Store, site: Site) -> None:
    made = [(await order(store, author_id=f"eve{n}"))[0] for n in range(5)]
    seen, cursor = [], None
    while True:
        bans, cursor = await read_bans(store, NAME, 2, cursor)
        seen += [ban.id for ban in bans]
        if cursor is None:
            break
    assert sorted(seen) == sorted(made)
