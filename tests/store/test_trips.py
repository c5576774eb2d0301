"""What is asked for in one turn goes together, and each who asks hears of their own."""

import asyncio

import pytest
from redis.exceptions import ResponseError

from service.domain.errors import UnavailableError, UnknownOutcomeError
from service.settings import RedisSettings
from service.store.connection import Connection, open_client
from service.store.redis import Store, open_store
from tests.servers import Server


async def test_many_who_ask_at_once_need_one_connection_and_get_their_own_answers(
    store: Store, redis_server: Server
) -> None:
    asked = [store.connection.call("ECHO", str(n)) for n in range(50)]
    assert await asyncio.gather(*asked) == [str(n) for n in range(50)]
    ours = [c for c in redis_server.redis.client_list() if c["name"] == "greenroom"]
    assert len(ours) == 1


async def test_an_error_is_only_for_who_asked(store: Store) -> None:
    await store.connection.call("SET", "word", "moon")
    wrong, right, pipe = await asyncio.gather(
        store.connection.call("LPUSH", "word", "x"),
        store.connection.call("GET", "word"),
        store.connection.pipe([("STRLEN", "word"), ("EXISTS", "word")]),
        return_exceptions=True,
    )
    assert isinstance(wrong, ResponseError)
    assert (right, pipe) == ("moon", [4, 1])


async def test_answers_are_read_as_the_client_reads_them(store: Store) -> None:
    await store.connection.pipe([("HSET", "h", "a", "1", "b", "2"), ("SADD", "s", "x")])
    assert await store.connection.pipe([("HGETALL", "h"), ("SMEMBERS", "s")]) == [
        {"a": "1", "b": "2"},
        {"x"},
    ]


async def test_who_goes_away_takes_nothing_from_the_others(store: Store) -> None:
    gone = asyncio.create_task(store.connection.call("BLPOP", "nothing", 0.2))
    stays = asyncio.create_task(store.connection.call("ECHO", "here"))
    await asyncio.sleep(0.05)
    gone.cancel()
    assert await stays == "here"


async def test_a_trip_that_nobody_waits_for_is_ended(
    redis_settings: RedisSettings, redis_server: Server
) -> None:
    settings = redis_settings.model_copy(update={"pool_size": 1})
    connection = Connection(open_client(settings), settings)
    asked = [asyncio.create_task(connection.call("BLPOP", name, 60)) for name in "ab"]
    while not redis_server.redis.info("clients")["blocked_clients"]:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    for one in asked:
        one.cancel()
    # Else the only connection would be taken for a minute.
    assert await asyncio.wait_for(connection.call("ECHO", "free"), 3) == "free"
    await connection.close()


async def test_nobody_waits_for_the_start_of_a_trip_that_was_called_off(store: Store) -> None:
    gone = asyncio.create_task(store.connection.call("ECHO", "nobody"))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait_for(store.connection.under_way(), 3)


@pytest.mark.parametrize("word", ["ÄÖ Ł 猫", "", "line\r\nbreak"])
async def test_words_come_back_as_they_went(store: Store, word: str) -> None:
    assert await store.connection.call("ECHO", word) == word


async def test_what_is_under_way_is_answered_while_something_else_holds_the_loop(
    store: Store, redis_server: Server
) -> None:
    async def ask() -> list[int]:
        pushing = [store.connection.call("RPUSH", "asked", n) for n in range(3)]
        return [int(length) for length in await asyncio.gather(*pushing)]

    asking = asyncio.create_task(ask())
    await store.connection.under_way()
    # Asked by another client, with this loop standing still.
    assert redis_server.redis.blpop(["asked"], timeout=10) is not None
    assert sorted(await asking) == [1, 2, 3]


async def test_nothing_is_waited_for_where_nothing_is_asked(store: Store) -> None:
    await asyncio.wait_for(store.connection.under_way(), 5)
    await store.connection.ping()
    await asyncio.wait_for(store.connection.under_way(), 5)


async def test_what_cannot_be_sent_is_not_waited_for(server: Server, store: Store) -> None:
    await store.connection.ping()
    server.kill()
    asking = asyncio.create_task(store.connection.ping())
    await asyncio.wait_for(store.connection.under_way(), 5)
    with pytest.raises(UnavailableError):
        await asking


async def test_what_tasks_ask_for_that_others_began_goes_in_one_trip(
    store: Store, redis_server: Server
) -> None:
    async def ask(depth: int) -> list[str]:
        if not depth:
            return [await store.connection.call("CLIENT", "ID")]
        both = await asyncio.gather(ask(depth - 1), ask(depth - 1))
        return both[0] + both[1]

    # While this waits its connection is taken: whoever went by themselves would have another.
    waiting = [("BLPOP", "nothing", 0.3), ("CLIENT", "ID")]
    at_once = asyncio.create_task(store.connection.pipe(waiting))
    nested = asyncio.create_task(ask(2))
    await store.connection.under_way()
    _nothing, own = await at_once
    assert set(await nested) == {own}


async def test_a_connection_that_ended_while_it_lay_by_is_replaced(
    store: Store, redis_server: Server
) -> None:
    await store.connection.ping()
    redis_server.redis.client_kill_filter(_type="normal", skipme=True)
    await asyncio.sleep(0.05)
    assert await store.connection.call("ECHO", "here") == "here"


async def test_an_answer_that_does_not_come_is_given_up(
    server: Server, redis_settings: RedisSettings
) -> None:
    quick = redis_settings.model_copy(update={"timeout_s": 0.2})
    async with open_store(quick) as store:
        await store.connection.ping()
        server.freeze()
        with pytest.raises(UnknownOutcomeError):
            await store.connection.ping()
        server.thaw()
        assert await store.connection.call("ECHO", "back") == "back"
