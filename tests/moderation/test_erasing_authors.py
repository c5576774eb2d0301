"""Erasing an author: all they wrote, and what was known of them."""

from service.domain.authors import History
from service.domain.comments import Author, Comment
from service.domain.sites import Site
from service.domain.statuses import Status
from service.moderation.editing import erase_author
from service.store.integrity import check_site
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE
from tests.rulings import ruling
from tests.servers import Server

NAME = "courier"


async def by_dora(store: Store, email: str | None = "e") -> Comment:
    sent = draft(author=Author(id="dora", name="Dora"), email_hash=email, address_hash="a")
    comment = await accept(store, NAME, sent)
    await store.comments.apply_verdicts(NAME, [ruling(comment)])
    return comment


async def test_all_that_an_author_wrote_is_erased_and_nobody_else_s(
    store: Store, site: Site, redis_server: Server
) -> None:
    theirs = [await by_dora(store) for _ in range(3)]
    other = await accept(store, NAME, draft("Mine.", author=Author(id="eve"), email_hash="f"))
    assert await erase_author(store, NAME, "author:dora", ALICE) == 3
    assert await store.comments.get_many(NAME, [c.id for c in theirs]) == [None] * 3
    assert await found(store, NAME, other.id) == other
    kept = redis_server.redis
    values = [kept.hgetall(key) for key in kept.scan_iter("gr:{courier}:comment:*")]
    assert "Dora" not in str(values)
    assert await check_site(store.connection, NAME) == []


async def test_the_history_of_each_erased_comment_stays(store: Store, site: Site) -> None:
    comment = await by_dora(store)
    await erase_author(store, NAME, "author:dora", ALICE)
    history = await store.comments.history(NAME, comment.id)
    assert [(e.action, e.after) for e in history][-1] == ("erase", Status.ERASED)
    assert history[-1].actor == ALICE


async def test_what_was_known_of_them_is_forgotten_and_others_of_their_address_are_not(
    store: Store, site: Site
) -> None:
    await by_dora(store)
    of_the_house = await accept(
        store, NAME, draft(author=Author(), email_hash=None, address_hash="a")
    )
    await store.comments.apply_verdicts(NAME, [ruling(of_the_house)])
    await erase_author(store, NAME, "author:dora", ALICE)
    newcomer = await accept(store, NAME, draft(author=Author(id="dora"), email_hash=None))
    known, house = await store.authors.histories(NAME, [newcomer, of_the_house])
    assert (known.approved, known.recent) == (0, "")
    assert (house.approved, house.recent) == (1, "a")


async def test_more_than_one_page_is_erased(store: Store, site: Site) -> None:
    for _ in range(205):
        await accept(store, NAME, draft(email_hash="e"))
    assert await erase_author(store, NAME, "email:e", ALICE) == 205
    assert await erase_author(store, NAME, "email:e", ALICE) == 0


async def test_one_that_was_erased_before_stops_nobody(store: Store, site: Site) -> None:
    first, _second = [await by_dora(store) for _ in range(2)]
    await store.comments.erase(await found(store, NAME, first.id), ALICE)
    assert await erase_author(store, NAME, "author:dora", ALICE) == 1


async def test_somebody_unknown_has_nothing_to_erase(store: Store, site: Site) -> None:
    comment = await by_dora(store)
    assert await erase_author(store, NAME, "author:nobody", ALICE) == 0
    assert await store.authors.histories(NAME, [comment]) != [History()]
