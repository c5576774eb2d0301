"""What is known around a comment when it is judged."""

import pytest

from service.domain.authors import Ban
from service.domain.cases import Case
from service.domain.comments import Author, Comment
from service.domain.floods import FloodOrder
from service.domain.policy import Policy
from service.domain.sites import Site
from service.domain.statuses import Status
from service.moderation.circumstances import read_circumstances
from service.moderation.signatures import signature_of
from service.store.redis import Store
from tests.drafts import accept, draft
from tests.rulings import ruling

NAME = "courier"
LONG = "Come all to the fair on Sunday, there will be cake!"


async def cases(store: Store, *comments: Comment, policy: Policy | None = None) -> list[Case]:
    makers = await read_circumstances(store, NAME, policy or Policy(), comments)
    return [make(scores={}) for make in makers]


async def test_of_a_first_comment_nothing_is_known(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    (case,) = await cases(store, comment)
    assert (case.text, case.reports, case.ban, case.flood) == (comment.text, 0, None, None)
    assert (case.history.approved, case.history.first_seen) == (0, comment.received_at)
    assert case.pace == {"email": 1}


async def test_the_author_s_history_is_that_of_their_surest_identity(
    store: Store, site: Site
) -> None:
    earlier = await accept(store, NAME, draft(author=Author(id="dora")))
    await store.comments.apply_verdicts(NAME, [ruling(earlier)])
    same, another = [
        await accept(store, NAME, draft(author=Author(id=name))) for name in ("dora", "eve")
    ]
    known, unknown = await cases(store, same, another)
    assert (known.history.approved, known.history.recent) == (1, "a")
    assert unknown.history.approved == 0
    assert unknown.pace == {"author": 1, "email": 3}


@pytest.mark.parametrize(
    ("until", "found"), [(None, True), (2**50, True), (1, False)]
)  # fmt: skip
async def test_a_ban_counts_while_it_is_in_force(
    store: Store, site: Site, until: int | None, *, found: bool
) -> None:
    await store.authors.ban(NAME, Ban(identity="email:e", by="alice", at=1, until=until))
    (case,) = await cases(store, await accept(store, NAME))
    assert (case.ban is not None) is found


async def test_a_ban_that_ran_out_hides_no_other(store: Store, site: Site) -> None:
    await store.authors.ban(NAME, Ban(identity="author:dora", by="alice", at=1, until=1))
    await store.authors.ban(NAME, Ban(identity="email:e", by="alice", at=1))
    (case,) = await cases(store, await accept(store, NAME, draft(author=Author(id="dora"))))
    assert case.ban is not None
    assert case.ban.identity == "email:e"


async def test_a_text_that_is_long_enough_has_a_flood_be_it_the_only_one_in_it(
    store: Store, site: Site
) -> None:
    short, first, second = [await accept(store, NAME, draft(t)) for t in ("Ha!", LONG, LONG)]
    floods = [case.flood for case in await cases(store, short, first, second)]
    assert floods[0] is None
    assert [(flood.id, flood.texts) for flood in floods[1:] if flood] == [
        (first.revision, 1),
        (first.revision, 2),
    ]


@pytest.mark.parametrize(("until", "in_force"), [(2**50, True), (1, False)])
async def test_an_order_for_a_flood_counts_until_it_ends(
    store: Store, site: Site, until: int, *, in_force: bool
) -> None:
    comment = await accept(store, NAME, draft(LONG))
    order = FloodOrder(to=Status.SPAM, by="alice", decision="d", until=until)
    await store.floods.order(NAME, comment.revision, order, comment, signature_of(LONG))
    (case,) = await cases(store, comment)
    assert case.flood is not None
    assert (case.flood.order == order) is in_force


async def test_the_audit_sample_is_drawn_once_for_each_comment_and_evenly(
    store: Store, site: Site
) -> None:
    comments = [await accept(store, NAME) for _ in range(400)]
    chances = [case.chance for case in await cases(store, *comments)]
    assert chances == [case.chance for case in await cases(store, *comments)]
    assert all(0 <= chance < 1 for chance in chances)
    assert 0.4 < sum(chances) / 400 < 0.6


async def test_nobody_asks_about_nobody(store: Store, site: Site) -> None:
    assert await cases(store) == []
