"""Reading an index page by page while it changes."""

import base64
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis

from service.domain.errors import InvalidError
from service.store.pages import Page, read_page
from service.store.redis import Store
from tests.servers import Server

KEY = "an index"


@pytest.fixture
def index(store: Store, redis_server: Server) -> Redis:
    redis_server.redis.zadd(KEY, {f"id-{n}": n // 3 for n in range(10)})  # three of each score
    return redis_server.redis


async def page(
    store: Store, cursor: str | None, *, limit: int = 4, descending: bool = False
) -> Page:
    return await read_page(store.connection, KEY, limit=limit, cursor=cursor, descending=descending)


async def read_all(store: Store, *, limit: int, descending: bool = False) -> list[str]:
    ids, cursor = [], None
    while True:
        some = await page(store, cursor, limit=limit, descending=descending)
        assert len(some.ids) <= limit
        ids += some.ids
        cursor = some.next_cursor
        if cursor is None:
            return ids


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 9, 10, 11])
@pytest.mark.parametrize("descending", [False, True])
async def test_pages_of_any_size_give_everything_once_in_order(
    store: Store, index: Redis, limit: int, *, descending: bool
) -> None:
    everything = [f"id-{n}" for n in range(10)]
    expected = everything[::-1] if descending else everything
    assert await read_all(store, limit=limit, descending=descending) == expected


async def test_the_last_page_has_no_cursor_even_when_it_is_full(store: Store, index: Redis) -> None:
    assert (await page(store, None, limit=10)).next_cursor is None
    assert (await page(store, None, limit=9)).next_cursor is not None


async def test_an_index_that_is_not_there_is_one_empty_page(store: Store) -> None:
    assert await page(store, None) == Page([], None)


@pytest.mark.parametrize("descending", [False, True])
async def test_what_comes_and_goes_between_two_pages_neither_repeats_nor_hides_others(
    store: Store, index: Redis, *, descending: bool
) -> None:
    before = (await page(store, None, descending=descending)).ids
    cursor = (await page(store, None, descending=descending)).next_cursor
    index.zrem(KEY, before[0], before[-1])  # the cursor's own entry is gone
    index.zadd(KEY, {"early": -5, "late": 50})
    rest = (await page(store, cursor, limit=100, descending=descending)).ids
    assert set(rest) & set(before) == set()
    assert set(rest) - {"early", "late"} == {f"id-{n}" for n in range(10)} - set(before)
    assert ("early" if descending else "late") in rest


async def test_many_equal_scores_are_walked_through(store: Store, index: Redis) -> None:
    index.zadd(KEY, {f"same-{n:03}": 7 for n in range(100)})
    walked = await read_all(store, limit=3)
    assert walked[10:] == [f"same-{n:03}" for n in range(100)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(garbage=st.text(st.characters(codec=None), min_size=1))
async def test_what_is_no_cursor_of_ours_is_refused_or_just_a_place(
    store: Store, index: Redis, garbage: str
) -> None:
    with suppress(InvalidError):
        some = await page(store, garbage)
        assert set(some.ids) <= {f"id-{n}" for n in range(10)}


@pytest.mark.parametrize("written", ["", "x", "nan id", "inf id", "-inf id", "1", "1e999 id", "("])
async def test_a_forged_cursor_is_refused(store: Store, index: Redis, written: str) -> None:
    forged = base64.urlsafe_b64encode(written.encode()).decode() or "="
    with pytest.raises(InvalidError) as caught:
        await page(store, forged)
    assert [problem.field for problem in caught.value.problems] == ["cursor"]
