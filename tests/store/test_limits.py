"""How often one address may post, and how often somebody may try to sign in."""

import pytest

from service.domain.errors import TooManyError, UnavailableError
from service.settings import RedisSettings
from service.store.limits import PostLimit, SignInLimit
from tests.servers import Server

BOB, CHARLIE = ("key", "198.51.100.7"), ("key", "203.0.113.9")


async def test_the_post_after_the_last_allowed_one_is_refused_with_a_time_to_wait(
    redis_settings: RedisSettings,
) -> None:
    limit = PostLimit(redis_settings, per_minute=3)
    for _ in range(3):
        await limit.check(*BOB)
    with pytest.raises(TooManyError) as caught:
        await limit.check(*BOB)
    assert 1 <= caught.value.retry_after_s <= 60
    await limit.close()


async def test_bob_does_not_use_up_what_is_charlies(redis_settings: RedisSettings) -> None:
    limit = PostLimit(redis_settings, per_minute=1)
    await limit.check(*BOB)
    await limit.check(*CHARLIE)
    with pytest.raises(TooManyError):
        await limit.check(*CHARLIE)
    await limit.close()


async def test_two_processes_count_together(redis_settings: RedisSettings) -> None:
    one, other = [PostLimit(redis_settings, per_minute=2) for _ in range(2)]
    await one.check(*BOB)
    await other.check(*BOB)
    with pytest.raises(TooManyError):
        await one.check(*BOB)
    await one.close()
    await other.close()


async def test_many_at_once_count_as_many(redis_settings: RedisSettings) -> None:
    limit = PostLimit(redis_settings, per_minute=10)
    with pytest.raises(TooManyError):
        await limit.check(*BOB, cost=11)
    await limit.check(*BOB, cost=10)
    with pytest.raises(TooManyError):
        await limit.check(*BOB)
    await limit.close()


async def test_a_limiter_that_cannot_count_lets_pass(server: Server) -> None:
    limit = PostLimit(RedisSettings(url=server.url, connect_timeout_s=0.2), per_minute=1)
    server.kill()
    for _ in range(3):
        await limit.check(*BOB)
    await limit.close()


async def test_attempts_are_counted_for_the_account_wherever_they_come_from(
    redis_settings: RedisSettings,
) -> None:
    limit = SignInLimit(redis_settings)
    for n in range(SignInLimit.PER_ACCOUNT):
        await limit.check("alice", f"address-{n}")
    with pytest.raises(TooManyError):
        await limit.check("alice", "another")
    await limit.check("bob", "another")
    await limit.forgive("alice")
    await limit.check("alice", "another")
    await limit.close()


async def test_attempts_are_counted_for_the_address_whatever_the_account(
    redis_settings: RedisSettings,
) -> None:
    limit = SignInLimit(redis_settings)
    for n in range(SignInLimit.PER_ADDRESS):
        await limit.check(f"account-{n}", "charlies")
        await limit.forgive(f"account-{n}")
    with pytest.raises(TooManyError):
        await limit.check("alice", "charlies")
    await limit.check("alice", "alices")
    await limit.close()


async def test_attempts_that_cannot_be_counted_are_not_made(server: Server) -> None:
    limit = SignInLimit(RedisSettings(url=server.url, connect_timeout_s=0.2))
    server.kill()
    with pytest.raises(UnavailableError):
        await limit.check("alice", "alices")
    await limit.close()
