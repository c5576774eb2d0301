"""How often one address may post, and how often somebody may try to sign in."""

import pytest

from service.domain.comments import Author
from service.domain.errors import TooManyError, UnavailableError
from service.settings import ApiSettings, RedisSettings
from service.store.limits import PostLimit, SignInLimit
from tests.drafts import draft
from tests.servers import Server

BOB, CHARLIE = ("key", "198.51.100.7"), ("key", "203.0.113.9")


async def test_the_post_after_the_last_allowed_one_is_refused_with_a_time_to_wait(
    redis_settings: RedisSettings,
) -> None:
    limit = PostLimit(redis_settings, ApiSettings(posts_per_minute=3))
    for _ in range(3):
        await limit.check_address(*BOB)
    with pytest.raises(TooManyError) as caught:
        await limit.check_address(*BOB)
    assert 1 <= caught.value.retry_after_s <= 60
    await limit.close()


async def test_bob_does_not_use_up_what_is_charlies(redis_settings: RedisSettings) -> None:
    limit = PostLimit(redis_settings, ApiSettings(posts_per_minute=1))
    await limit.check_address(*BOB)
    await limit.check_address(*CHARLIE)
    with pytest.raises(TooManyError):
        await limit.check_address(*CHARLIE)
    await limit.close()


async def test_two_processes_count_together(redis_settings: RedisSettings) -> None:
    one, other = [PostLimit(redis_settings, ApiSettings(posts_per_minute=2)) for _ in range(2)]
    await one.check_address(*BOB)
    await other.check_address(*BOB)
    with pytest.raises(TooManyError):
        await one.check_address(*BOB)
    await one.close()
    await other.close()


async def test_many_at_once_count_as_many(redis_settings: RedisSettings) -> None:
    limit = PostLimit(redis_settings, ApiSettings(posts_per_minute=10))
    with pytest.raises(TooManyError):
        await limit.check_address(*BOB, cost=11)
    await limit.check_address(*BOB, cost=10)
    with pytest.raises(TooManyError):
        await limit.check_address(*BOB)
    await limit.close()


async def test_a_limiter_that_cannot_count_lets_pass(server: Server) -> None:
    limit = PostLimit(
        RedisSettings(url=server.url, connect_timeout_s=0.2), ApiSettings(posts_per_minute=1)
    )
    server.kill()
    for _ in range(3):
        await limit.check_address(*BOB)
    await limit.close()


async def test_an_author_is_counted_from_wherever_and_under_each_identity(
    redis_settings: RedisSettings,
) -> None:
    limit = PostLimit(redis_settings, ApiSettings(author_posts_per_minute=1))
    await limit.check_author(draft(author=Author(id="eve"), email_hash="e"), "courier")
    with pytest.raises(TooManyError):
        await limit.check_author(draft(author=Author(id="adam"), email_hash="e"), "courier")
    with pytest.raises(TooManyError):
        await limit.check_author(draft(author=Author(id="eve"), email_hash=None), "courier")
    await limit.check_author(draft(author=Author(id="eve"), email_hash="e"), "gazette")
    await limit.close()


async def test_a_key_is_counted_only_where_that_has_a_limit(
    redis_settings: RedisSettings,
) -> None:
    free = PostLimit(redis_settings, ApiSettings())
    limited = PostLimit(redis_settings, ApiSettings(key_posts_per_minute=10))
    await free.check_key("k", cost=1_000)
    await limited.check_key("k", cost=10)
    with pytest.raises(TooManyError):
        await limited.check_key("k")
    await free.close()
    await limited.close()


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
