"""Knocks: who listens hears of each arrival, and who accepts knows whether anybody did."""

import asyncio
from dataclasses import replace

import pytest

from service.domain.authors import Ban
from service.domain.comments import Author, Draft, Origin, Signal
from service.domain.errors import UnavailableError
from service.domain.policy import Mode, Policy
from service.domain.sites import Site
from service.domain.statuses import Status
from service.moderation.circumstances import read_standings
from service.settings import RedisSettings
from service.store import transitions
from service.store.arrivals import Acceptance, Arrival
from service.store.knocks import Knock
from service.store.lone_comments import LoneComment
from service.store.redis import Store, open_store
from tests.drafts import accept, arrival, draft, good
from tests.people import BOB
from tests.rulings import ruling
from tests.servers import Server
from tests.words import word

NAME = "courier"
LONG_S = 10


def sites(knocks: list[Knock]) -> list[str]:
    return [knock.site for knock in knocks]


async def send(store: Store, sent: Arrival | None = None, site: str = NAME) -> Acceptance:
    return good(await store.comments.accept(site, [sent or arrival()]))[0][0]


async def test_who_accepts_is_told_whether_anybody_heard(store: Store, site: Site) -> None:
    assert await send(store) is Acceptance.ACCEPTED
    async with store.knocks.listening() as ear:
        assert await send(store) is Acceptance.HEARD
        assert sites(await ear.hear(LONG_S)) == [NAME]
        await ear.cover()
        assert await send(store) is Acceptance.ACCEPTED


async def test_whoever_listens_waits_for_the_next_arrival(store: Store, site: Site) -> None:
    async with store.knocks.listening() as ear:
        hearing = asyncio.create_task(ear.hear(LONG_S))
        await asyncio.sleep(0.05)
        assert not hearing.done()
        await send(store)
        assert sites(await hearing) == [NAME]
        assert await ear.hear(0.01) == []
        await ear.cover()


async def test_what_came_while_nobody_asked_is_told_at_once_each_site_one_time(
    store: Store, site: Site
) -> None:
    async with store.knocks.listening() as ear:
        for name in (NAME, "gazette", NAME):
            await send(store, site=name)
        assert sorted(sites(await ear.hear(LONG_S))) == [NAME, "gazette"]
        await ear.cover()


async def test_what_came_up_to_the_end_is_told_at_the_end(store: Store, site: Site) -> None:
    async with store.knocks.listening() as ear:
        await send(store)
        assert sites(await ear.cover()) == [NAME]


async def test_a_repetition_knocks_nowhere(store: Store, site: Site) -> None:
    sent = arrival(key="k")
    await send(store, sent)
    async with store.knocks.listening() as ear:
        assert await send(store, replace(sent, id="another")) is Acceptance.REPEATED
        assert await ear.cover() == []


async def test_all_that_listen_hear(
    store: Store, site: Site, redis_settings: RedisSettings
) -> None:
    async with (
        open_store(redis_settings) as other,
        store.knocks.listening() as one,
        other.knocks.listening() as two,
    ):
        await send(store)
        assert sites(await one.hear(LONG_S) + await two.hear(LONG_S)) == [NAME, NAME]
        await one.cover()
        await two.cover()


async def test_of_a_comment_that_came_alone_a_knock_tells_what_a_claim_would_give(
    store: Store, site: Site
) -> None:
    sent = arrival(
        draft(
            "Ĉu vere? 🙂",
            author=Author(id="u-1", name="Dora", url="https://dora.example"),
            parent_id="p-1",
            external_id="x-1",
            lang="eo",
            created_at=1_700_000_000_000,
            email_hash="e" * 32,
            address_hash="a" * 32,
            signals=(Signal.STAFF,),
            origin=Origin.AKISMET,
        ),
        key="once",
    )
    lone = await lone_comment(store, sent)
    (lease,) = await store.pending.claim(NAME, lease_s=30, count=10)
    assert lone.comment == lease.comment
    assert (lone.policy, lone.words) == ("1", None)


@pytest.mark.parametrize(
    "sent",
    [
        draft(author=Author(), email_hash=None),
        draft(),
        draft(author=Author(id="dora"), address_hash="a"),
        draft(author=Author(id="banned once"), email_hash="banned"),
    ],
    ids=["nobody", "new", "known", "banned"],
)
@pytest.mark.parametrize("window_s", [3_600.0, 0.001], ids=["hour", "moment"])
async def test_it_tells_who_wrote_it_and_where_as_asking_would(
    store: Store, site: Site, sent: Draft, window_s: float
) -> None:
    policy = Policy(version=2, window_s=window_s)
    await store.policies.put(NAME, policy)
    await store.words.put(NAME, [word("turnip")], most=10)
    await store.policies.set_thread_mode(NAME, "moon", Mode.POST)
    for identity, until in (("author:banned once", 1), ("email:banned", None)):
        ban = Ban(identity=identity, by="alice", at=1, reason='a "reason"\n', until=until)
        await store.authors.ban(NAME, ban)
    for status in (Status.APPROVED, Status.SPAM):
        earlier = await accept(store, NAME, draft(author=Author(id="dora")))
        await store.comments.apply_verdicts(NAME, [ruling(earlier, status)])
    await asyncio.sleep(0.01)  # longer than a moment
    lone = await lone_comment(store, arrival(sent))
    assert [lone.standing] == await read_standings(store, NAME, policy, [lone.comment])
    assert lone.standing.mode is Mode.POST
    assert (lone.policy, lone.words) == ("2", "1")


async def lone_comment(store: Store, sent: Arrival) -> LoneComment:
    async with store.knocks.listening() as ear:
        await send(store, sent)
        (knock,) = await ear.hear(LONG_S)
        await ear.cover()
    assert knock.lone is not None
    return knock.lone


async def test_beside_others_that_are_due_and_of_a_long_one_only_the_site_is_told(
    store: Store, site: Site
) -> None:
    async with store.knocks.listening() as ear:
        await send(store, arrival(draft("word " * 1_000)))
        assert await ear.hear(LONG_S) == [Knock(NAME)]
        await send(store)
        assert await ear.hear(LONG_S) == [Knock(NAME)]
        await store.pending.claim(NAME, lease_s=30, count=10)  # they are somebody's now
        await send(store)
        (knock,) = await ear.hear(LONG_S)
        assert knock.lone is not None
        await ear.cover()


@pytest.mark.parametrize("written", [None, "{}"], ids=["no policy", "one without a window"])
async def test_a_comment_is_accepted_whatever_the_policy_does_not_tell(
    store: Store, site: Site, redis_server: Server, written: str | None
) -> None:
    if written is None:
        redis_server.redis.hdel("gr:{courier}:policy", "1")
    else:
        redis_server.redis.hset("gr:{courier}:policy", "1", written)
    async with store.knocks.listening() as ear:
        assert await send(store) is Acceptance.HEARD
        assert await ear.hear(LONG_S) == [Knock(NAME)]
        await ear.cover()


async def test_whoever_hears_of_several_is_told_the_site(store: Store, site: Site) -> None:
    async with store.knocks.listening() as ear:
        await send(store)
        await send(store)
        assert await ear.cover() == [Knock(NAME)]


async def test_an_edited_text_knocks_too_since_it_is_judged_anew(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    async with store.knocks.listening() as ear:
        await store.comments.apply(NAME, [transitions.of_edit(comment, "Another text.", BOB)])
        assert await ear.cover() == [Knock(NAME)]


async def test_whoever_is_gone_without_a_word_hears_nothing(store: Store, site: Site) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.knocks.listening():
            raise ZeroDivisionError
    while await store.connection.call("PUBSUB", "CHANNELS"):  # noqa: ASYNC110 - it hears of the end
        await asyncio.sleep(0.01)
    assert await send(store) is Acceptance.ACCEPTED


async def test_a_redis_that_dies_ends_the_listening(
    server: Server, store: Store, site: Site
) -> None:
    async def listen() -> None:
        async with store.knocks.listening() as ear:
            server.kill()
            await ear.hear(LONG_S)

    with pytest.raises(UnavailableError):
        await listen()
    server.start()
    async with store.knocks.listening() as ear:
        assert await send(store) is Acceptance.HEARD
        assert sites(await ear.cover()) == [NAME]


async def test_a_redis_that_is_frozen_is_found_out_at_the_end(
    server: Server, redis_settings: RedisSettings, site: Site
) -> None:
    quick = redis_settings.model_copy(update={"timeout_s": 0.2})

    async def listen(store: Store) -> None:
        async with store.knocks.listening() as ear:
            server.freeze()
            assert await ear.hear(0.05) == []
            await ear.cover()

    async with open_store(quick) as store:
        with pytest.raises(UnavailableError):
            await listen(store)
    server.thaw()
