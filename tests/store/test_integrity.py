"""The checker finds each kind of damage, and none where there is none."""

import asyncio
from collections.abc import Callable

import pytest
from redis import Redis

from service.domain.comments import Comment
from service.domain.sites import Site
from service.domain.statuses import Status
from service.store import transitions
from service.store.changes import Change
from service.store.codec import SHORT
from service.store.integrity import check_site
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE, BOB
from tests.rulings import decision, ruling
from tests.servers import Server

NAME, PREFIX = "courier", "gr:{courier}:"


async def held(store: Store) -> Comment:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD, flood="f")])
    return await found(store, NAME, comment.id)


async def test_a_record_that_was_only_ever_changed_by_the_scripts_is_sound(
    store: Store, site: Site
) -> None:
    for status in (Status.APPROVED, Status.HELD, Status.REJECTED, Status.SPAM):
        comment = await accept(store, NAME)
        await store.comments.apply_verdicts(NAME, [ruling(comment, status)])
        now = await found(store, NAME, comment.id)
        await store.comments.apply(NAME, [transitions.of_edit(now, "Another.", BOB)])
    await store.pending.claim(NAME, lease_s=60, count=2)
    erased = await held(store)
    await store.comments.erase(erased, ALICE)
    assert await check_site(store.connection, NAME) == []


DAMAGE: dict[str, Callable[[Redis, str], object]] = {
    "held and not listed in gr:{courier}:queue:priority": lambda redis, id_: redis.zrem(
        PREFIX + "queue:priority", id_
    ),
    "not listed in gr:{courier}:queue:reason:score": lambda redis, id_: redis.zrem(
        PREFIX + "queue:reason:score", id_
    ),
    "held and listed in gr:{courier}:queue:reports": lambda redis, id_: redis.zadd(
        PREFIX + "queue:reports", {id_: 1}
    ),
    "listed in gr:{courier}:queue:label:toxicity at 0.1": lambda redis, id_: redis.zadd(
        PREFIX + "queue:label:toxicity", {id_: 0.1}
    ),
    "its flood says otherwise": lambda redis, id_: redis.zrem(PREFIX + "queue:flood:f", id_),
    "held and listed in gr:{courier}:queue": lambda redis, id_: redis.zadd(
        PREFIX + "queue:flood:f", {"another": 0}
    ),
    "is free or claimed 0 times": lambda redis, id_: redis.zrem(PREFIX + "queue:free", id_),
    "is free or claimed 2 times": lambda redis, id_: redis.zadd(PREFIX + "claims", {id_: 1}),
    "listed in gr:{courier}:claimants and has no": lambda redis, id_: redis.hset(
        PREFIX + "claimants", "nobody", "alice"
    ),
    "not listed in gr:{courier}:status:held": lambda redis, id_: redis.zrem(
        PREFIX + "status:held", id_
    ),
    "held and listed in gr:{courier}:pending": lambda redis, id_: redis.zadd(
        PREFIX + "pending", {id_: 1}
    ),
    "held and listed in gr:{courier}:status:approved": lambda redis, id_: redis.zadd(
        PREFIX + "status:approved", {id_: 1}
    ),
    "listed in gr:{courier}:status:held at 1.0 instead of": lambda redis, id_: redis.zadd(
        PREFIX + "status:held", {id_: 1}
    ),
    "attempts at scoring it are counted": lambda redis, id_: redis.hset(
        PREFIX + "attempts", id_, "1"
    ),
    "its history has 2 entries": lambda redis, id_: redis.hset(
        f"{PREFIX}comment:{id_}", "version", "7"
    ),
    "does not lead from nothing to its status": lambda redis, id_: redis.hset(
        f"{PREFIX}comment:{id_}", "status", "rejected"
    ),
    "does not name its text": lambda redis, id_: redis.hset(
        f"{PREFIX}comment:{id_}", SHORT["text"], "Another."
    ),
    "decided by nobody": lambda redis, id_: redis.hdel(
        f"{PREFIX}comment:{id_}", SHORT["decided_by"]
    ),
    "listed in gr:{courier}:pending and has no record": lambda redis, id_: redis.zadd(
        PREFIX + "pending", {"nobody": 1}
    ),
    "listed in gr:{courier}:thread:x and has no record": lambda redis, id_: redis.zadd(
        PREFIX + "thread:x", {"nobody": 1}
    ),
    "listed in gr:{courier}:thread:x, which is another": lambda redis, id_: redis.zadd(
        PREFIX + "thread:x", {id_: 1}
    ),
}


@pytest.mark.parametrize("what", DAMAGE)
async def test_damage_is_found(store: Store, site: Site, redis_server: Server, what: str) -> None:
    comment = await held(store)
    DAMAGE[what](redis_server.redis, comment.id)
    violations = await check_site(store.connection, NAME)
    assert any(what in violation.what for violation in violations), violations


async def test_a_person_overruled_by_the_policy_is_found(
    store: Store, site: Site, redis_server: Server
) -> None:
    comment = await held(store)
    await store.comments.apply(NAME, [decision(comment)])
    now = await found(store, NAME, comment.id)
    change = transitions.of_ruling(ruling(now))
    unguarded = Change(
        **{name: getattr(change, name) for name in change.__slots__ if name != "expect"}
    )
    await store.comments.apply(NAME, [unguarded])
    (violation,) = await check_site(store.connection, NAME)
    assert violation.what == "was decided by a person when the policy made version 4 of it"


async def test_what_erasure_left_behind_is_found(
    store: Store, site: Site, redis_server: Server
) -> None:
    comment = await held(store)
    await store.comments.erase(comment, ALICE)
    redis_server.redis.hset(f"{PREFIX}comment:{comment.id}", SHORT["text"], "My name is Dora.")
    (violation,) = await check_site(store.connection, NAME)
    assert violation.what == "is erased and still has text"


async def test_a_busy_record_raises_no_false_alarm(store: Store, site: Site) -> None:
    comments = [await accept(store, NAME, draft(f"text {n}")) for n in range(100)]

    async def work() -> None:
        for comment in comments:
            await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD)])
            await accept(store, NAME)

    working = asyncio.create_task(work())
    checks = 0
    while not working.done():
        assert await check_site(store.connection, NAME) == []
        checks += 1
    await working
    assert checks > 1
