"""Whatever the network does, a caller who repeats itself ends with one comment, decided once."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from service.domain.errors import UnavailableError, UnknownOutcomeError
from service.domain.sites import Site
from service.domain.statuses import Status
from service.settings import RedisSettings
from service.store.arrivals import Acceptance
from service.store.changes import Outcome
from service.store.integrity import check_site
from service.store.redis import Store, open_store
from tests.drafts import accept, arrival, found, good
from tests.proxies import Fault, Proxy
from tests.rulings import decision
from tests.servers import Server

NAME = "courier"
BEFORE = (Fault.REFUSED, Fault.CUT_REQUEST, Fault.SILENCE)
AFTER = (Fault.CUT_REPLY, Fault.HALF_REPLY, Fault.SILENT_REPLY)


@pytest.fixture
async def proxy(redis_server: Server) -> AsyncIterator[Proxy]:
    async with Proxy(redis_server.socket) as proxy:
        yield proxy


@pytest.fixture
async def far_store(proxy: Proxy, site: Site) -> AsyncIterator[Store]:
    """The store at the other end of the proxy, with a connection that was good so far."""
    settings = RedisSettings(url=proxy.url, timeout_s=0.3, connect_timeout_s=2)
    async with open_store(settings) as store:
        await store.connection.ping()
        yield store


@pytest.mark.parametrize("fault", [*BEFORE, *AFTER])
async def test_an_accept_that_failed_is_repeated_with_its_key_and_stands_once(
    store: Store, far_store: Store, proxy: Proxy, redis_server: Server, fault: Fault
) -> None:
    await accept(far_store, NAME)  # so that the script is known there
    sent = arrival(key="k")
    proxy.fault = fault
    with pytest.raises(UnavailableError):
        await far_store.comments.accept(NAME, [sent])

    kept = await store.comments.get(NAME, sent.id)
    assert (kept is not None) == (fault in AFTER)

    proxy.fault = Fault.NONE
    ((acceptance, comment_id),) = good(await far_store.comments.accept(NAME, [arrival(key="k")]))
    assert acceptance is (Acceptance.REPEATED if fault in AFTER else Acceptance.ACCEPTED)
    assert (comment_id == sent.id) == (fault in AFTER)
    assert await store.pending.size(NAME) == 2
    assert redis_server.redis.xlen("gr:{courier}:audit") == 2
    assert await check_site(store.connection, NAME) == []


@pytest.mark.parametrize("fault", [*BEFORE, *AFTER])
async def test_a_decision_that_failed_is_repeated_and_is_made_once(
    store: Store, far_store: Store, proxy: Proxy, fault: Fault
) -> None:
    comment, other = [await accept(far_store, NAME) for _ in range(2)]
    await far_store.comments.apply(NAME, [decision(other)])  # so that the script is known there
    proxy.fault = fault
    with pytest.raises(UnavailableError):
        await far_store.comments.apply(NAME, [decision(comment)])
    proxy.fault = Fault.NONE
    (outcome,) = await far_store.comments.apply(NAME, [decision(comment)])
    assert outcome is (Outcome.STALE if fault in AFTER else Outcome.DONE)
    now = await found(store, NAME, comment.id)
    assert (now.status, now.version) == (Status.REJECTED, 2)


@pytest.mark.parametrize("fault", AFTER)
async def test_nobody_claims_to_know_what_became_of_a_request_that_arrived(
    far_store: Store, proxy: Proxy, fault: Fault
) -> None:
    proxy.fault = fault
    with pytest.raises(UnknownOutcomeError):
        await far_store.comments.accept(NAME, [arrival()])


@pytest.mark.parametrize("fault", AFTER)
async def test_a_claim_whose_answer_was_lost_costs_a_lease_and_no_comment(
    store: Store, far_store: Store, proxy: Proxy, fault: Fault
) -> None:
    comment = await accept(far_store, NAME)
    await far_store.pending.claim(NAME, lease_s=60, count=0)  # so that the script is known there
    proxy.fault = fault
    with pytest.raises(UnknownOutcomeError):
        await far_store.pending.claim(NAME, lease_s=0.001, count=1)
    await asyncio.sleep(0.01)  # half a reply can arrive within the lease
    (lease,) = await store.pending.claim(NAME, lease_s=60, count=1)
    assert (lease.comment_id, lease.attempt) == (comment.id, 2)


async def test_a_slow_network_is_waited_for(far_store: Store, proxy: Proxy) -> None:
    proxy.fault = Fault.SLOW
    await accept(far_store, NAME)


async def test_a_reply_that_came_too_late_is_not_taken_for_the_next_one(
    far_store: Store, proxy: Proxy
) -> None:
    proxy.fault = Fault.SILENT_REPLY
    with pytest.raises(UnknownOutcomeError):
        await far_store.connection.call("ECHO", "first")
    proxy.fault = Fault.NONE
    assert await far_store.connection.call("ECHO", "second") == "second"


@pytest.mark.parametrize("fault", AFTER)
async def test_the_client_repeats_nothing_by_itself(
    far_store: Store, proxy: Proxy, redis_server: Server, fault: Fault
) -> None:
    proxy.fault, proxy.heals = fault, True
    with pytest.raises(UnknownOutcomeError):
        await far_store.connection.call("INCR", "counter")
    assert redis_server.redis.get("counter") == "1"
