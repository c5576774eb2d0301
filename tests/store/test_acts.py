"""What decisions changed is remembered as it was before."""

from service.domain.comments import DecidedBy
from service.domain.sites import Site
from service.domain.statuses import Status
from service.store.acts import LIFE_S, Before
from service.store.redis import Store
from tests.drafts import accept, found
from tests.rulings import LONG, TOXIC, ruling
from tests.servers import Server

NAME = "courier"


async def test_an_act_is_recalled_in_the_order_of_its_comments(store: Store, site: Site) -> None:
    pending, comment = await accept(store, NAME), await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD)])
    held = await found(store, NAME, comment.id)
    await store.acts.remember(NAME, "act", [pending, held])
    assert await store.acts.recall(NAME, "act") == [
        Before(
            comment_id=pending.id,
            version=2,
            status=Status.PENDING,
            decided_by=None,
            reasons=(),
            awaits=False,
        ),
        Before(
            comment_id=held.id,
            version=3,
            status=Status.HELD,
            decided_by=DecidedBy.POLICY,
            reasons=(TOXIC, LONG),
            awaits=True,
        ),
    ]


async def test_a_clean_comment_s_reason_comes_back_as_it_was(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment)])
    approved = await found(store, NAME, comment.id)
    await store.acts.remember(NAME, "act", [approved])
    (before,) = await store.acts.recall(NAME, "act")
    assert before.reasons == approved.reasons


async def test_an_act_can_be_undone_for_thirty_days(
    store: Store, site: Site, redis_server: Server
) -> None:
    await store.acts.remember(NAME, "act", [await accept(store, NAME)])
    assert 0 < redis_server.redis.ttl("gr:{courier}:act:act") <= LIFE_S == 30 * 86_400


async def test_what_decided_nothing_or_is_another_site_s_is_no_act(
    store: Store, site: Site
) -> None:
    await store.acts.remember(NAME, "empty", [])
    await store.acts.remember(NAME, "act", [await accept(store, NAME)])
    assert await store.acts.recall(NAME, "empty") == []
    assert await store.acts.recall("gazette", "act") == []
