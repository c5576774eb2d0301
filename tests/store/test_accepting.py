"""What a repeated submission is taken for, by its idempotency key, its external id, or both."""

import asyncio
from dataclasses import replace

import pytest

from service.domain.sites import Site
from service.domain.statuses import Status
from service.store.arrivals import IDEMPOTENCY_LIFE_MS, Acceptance, Arrival
from service.store.redis import Store
from tests.drafts import accept, arrival, draft, found, good
from tests.people import ALICE
from tests.servers import Server

NAME = "courier"
ACCEPTED, REPEATED, CLASH = Acceptance.ACCEPTED, Acceptance.REPEATED, Acceptance.CLASH


async def send(store: Store, sent: Arrival) -> Acceptance:
    return good(await store.comments.accept(NAME, [sent]))[0][0]


def sent_as(text: str, key: str | None, external_id: str | None) -> Arrival:
    """The digest goes by the text alone here, so that names and bodies vary by themselves."""
    return replace(arrival(draft(text, external_id=external_id), key), digest=text)


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        (("one", None, None), ("one", None, None), ACCEPTED),
        (("one", "k", None), ("one", "k", None), REPEATED),
        (("one", "k", None), ("two", "k", None), CLASH),
        (("one", "k", None), ("one", "l", None), ACCEPTED),
        (("one", None, "x"), ("one", None, "x"), REPEATED),
        (("one", None, "x"), ("two", None, "x"), CLASH),
        (("one", None, "x"), ("one", None, "y"), ACCEPTED),
        (("one", "k", "x"), ("one", "k", "x"), REPEATED),
        (("one", "k", "x"), ("one", "l", "x"), REPEATED),
        (("one", "k", "x"), ("one", None, "x"), REPEATED),
        (("one", "k", "x"), ("two", "l", "x"), CLASH),
        (("one", "same", None), ("one", None, "same"), ACCEPTED),
    ],
)
async def test_the_second_is_taken_for(
    store: Store,
    site: Site,
    first: tuple[str, str | None, str | None],
    second: tuple[str, str | None, str | None],
    outcome: Acceptance,
) -> None:
    assert await send(store, sent_as(*first)) is ACCEPTED
    assert await send(store, sent_as(*second)) is outcome
    assert await store.pending.size(NAME) == (2 if outcome is ACCEPTED else 1)


async def test_another_site_may_use_the_same_names(store: Store, site: Site) -> None:
    assert await send(store, sent_as("one", "k", "x")) is ACCEPTED
    ((acceptance, _),) = good(await store.comments.accept("other", [sent_as("two", "k", "x")]))
    assert acceptance is ACCEPTED


async def test_each_of_a_batch_stands_for_itself(store: Store, site: Site) -> None:
    batch = [sent_as("one", "k", None), sent_as("two", None, None), sent_as("one", "k", None)]
    answers = good(await store.comments.accept(NAME, [*batch, sent_as("two", "k", None)]))
    assert [acceptance for acceptance, _ in answers] == [ACCEPTED, ACCEPTED, REPEATED, CLASH]
    assert answers[2][1] == answers[0][1]
    assert await store.pending.size(NAME) == 2


async def test_fifty_callers_with_one_key_at_once_make_one_comment(
    store: Store, site: Site
) -> None:
    outcomes = await asyncio.gather(*(send(store, sent_as("one", "k", None)) for _ in range(50)))
    assert sorted(outcomes) == [ACCEPTED, *[REPEATED] * 49]
    assert await store.pending.size(NAME) == 1


async def test_an_idempotency_key_is_remembered_for_two_days_and_an_external_id_for_ever(
    store: Store, site: Site, redis_server: Server
) -> None:
    await send(store, sent_as("one", "k", "x"))
    (key,), (external,) = (
        redis_server.redis.keys(f"gr:{{courier}}:{kind}:*") for kind in ("once", "external")
    )
    assert redis_server.redis.pttl(external) == -1
    life = redis_server.redis.pttl(key)
    assert IDEMPOTENCY_LIFE_MS - 10_000 < life <= IDEMPOTENCY_LIFE_MS


@pytest.mark.parametrize(("key", "external_id"), [("k", None), (None, "x")])
async def test_an_erased_comments_name_stays_taken_and_nothing_tells_what_came_under_it(
    store: Store, site: Site, redis_server: Server, key: str | None, external_id: str | None
) -> None:
    sent = sent_as("one", key, external_id)
    await send(store, sent)
    await store.comments.erase(await found(store, NAME, sent.id), ALICE)
    assert good(await store.comments.accept(NAME, [sent])) == [(CLASH, sent.id)]
    redis = redis_server.redis
    values = [
        str(redis.hgetall(k) if redis.type(k) == "hash" else redis.get(k))
        for pattern in ("comment", "once", "external")
        for k in redis.keys(f"gr:{{courier}}:{pattern}:*")
    ]
    assert len(values) == 2
    assert not any(sent.digest in value for value in values)


async def test_an_accepted_comment_has_all_that_was_said_and_is_pending_at_version_1(
    store: Store, site: Site
) -> None:
    sent = draft("¡Olé! 👍\n", external_id="x", lang="es", created_at=7, parent_id="p")
    comment = await accept(store, NAME, sent)
    assert (comment.status, comment.version, comment.site) == (Status.PENDING, 1, NAME)
    assert (comment.text, comment.thread, comment.author) == (sent.text, sent.thread, sent.author)
    assert (comment.external_id, comment.lang, comment.parent_id) == ("x", "es", "p")
    assert comment.created_at == 7
    assert abs(comment.received_at - int((await store.connection.call("TIME"))[0]) * 1000) < 5_000


async def test_a_comment_written_at_no_told_time_was_written_when_it_came(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    assert comment.created_at == comment.received_at


async def test_another_site_does_not_find_it(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    assert await store.comments.get("other", comment.id) is None
    assert (await found(store, NAME, comment.id)) == comment
