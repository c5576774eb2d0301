"""How often somebody may do something, counted in Redis so that every process counts the same."""

import math
import time
from contextlib import suppress

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.exceptions import RedisError

from service.domain.comments import Draft, identities
from service.domain.errors import TooManyError
from service.settings import ApiSettings, RedisSettings
from service.store import keys
from service.store.connection import open_client, understood_errors


class _Storage(RedisStorage):
    """Knows of the client that is used here, and loads no other that happens to be installed."""

    DEPENDENCIES = {"redis": RedisStorage.DEPENDENCIES["redis"]}  # noqa: RUF012 - as declared there


class _Counter:
    """Counts what some do, over a window of time that slides."""

    def __init__(self, settings: RedisSettings) -> None:
        self._client = open_client(settings)
        storage = _Storage(
            "async+redis://",  # the pool knows where
            implementation="redispy",
            key_prefix=keys.LIMITS,
            connection_pool=self._client.connection_pool,  # type: ignore[arg-type]
        )
        self._limiter = SlidingWindowCounterRateLimiter(storage)

    async def _count(self, item: RateLimitItem, *who: str, cost: int = 1) -> None:
        """Count once, or as many times as it costs.

        Raises
        ------
        TooManyError
            The limit is reached.
        """
        if await self._limiter.hit(item, *who, cost=cost):
            return
        window = await self._limiter.get_window_stats(item, *who)
        raise TooManyError(max(1, math.ceil(window.reset_time - time.time())))

    async def close(self) -> None:
        """Close every socket."""
        await self._client.aclose()
        await self._client.connection_pool.aclose()


class PostLimit(_Counter):
    """So many posts a minute for each address, each author, and each key; so many calls of a door.

    When it cannot count it lets pass: the comment itself is what Redis must take, and a limiter
    that is down is no reason to refuse it.
    """

    def __init__(self, settings: RedisSettings, api: ApiSettings) -> None:
        super().__init__(settings)
        self._of_address = RateLimitItemPerMinute(api.posts_per_minute, 1, "address")
        self._of_author = RateLimitItemPerMinute(api.author_posts_per_minute, 1, "author")
        self._of_key = _perhaps(api.key_posts_per_minute, "key")
        self._of_calls = _perhaps(api.door_calls_per_minute, "calls")

    async def check_address(self, way_in: str, address: str | None, cost: int = 1) -> None:
        """Count what comes from one address by one way in: a key's id, or a site's form.

        Raises
        ------
        TooManyError
            The limit is reached.
        """
        with suppress(RedisError):
            await self._count(self._of_address, way_in, address or "unknown", cost=cost)

    async def check_author(self, draft: Draft, site: str) -> None:
        """Count what an author says, under each identity that is theirs and not their address.

        Raises
        ------
        TooManyError
            The limit is reached.
        """
        with suppress(RedisError):
            for identity in identities(draft.author.id, draft.email_hash, None):
                await self._count(self._of_author, site, identity)

    async def check_key(self, key_id: str, cost: int = 1) -> None:
        """Count what one key brings, if that has a limit: only then does it cost a trip.

        Raises
        ------
        TooManyError
            The limit is reached.
        """
        await self._count_perhaps(self._of_key, key_id, cost)

    async def check_call(self, key_id: str) -> None:
        """Count a call by another service's protocol, if those have a limit.

        Raises
        ------
        TooManyError
            The limit is reached.
        """
        await self._count_perhaps(self._of_calls, key_id)

    async def _count_perhaps(self, item: RateLimitItem | None, key_id: str, cost: int = 1) -> None:
        if item is not None:
            with suppress(RedisError):
                await self._count(item, key_id, cost=cost)


def _perhaps(per_minute: int, of: str) -> RateLimitItem | None:
    return RateLimitItemPerMinute(per_minute, 1, of) if per_minute else None


class SignInLimit(_Counter):
    """So many attempts to sign in for each account, and for each address.

    When it cannot count nobody passes: else to take Redis's breath away would be a way to guess.
    """

    PER_ACCOUNT = 10
    PER_ADDRESS = 30
    WINDOW_MIN = 15

    def __init__(self, settings: RedisSettings) -> None:
        super().__init__(settings)
        self._of_account = RateLimitItemPerMinute(self.PER_ACCOUNT, self.WINDOW_MIN, "account")
        self._of_address = RateLimitItemPerMinute(self.PER_ADDRESS, self.WINDOW_MIN, "address")

    async def check(self, account: str, address: str) -> None:
        """Count an attempt before it is made, so that many at once count as many.

        Raises
        ------
        TooManyError
            The account, or the address, has had its attempts.
        UnavailableError
            They cannot be counted now.
        """
        with understood_errors():
            await self._count(self._of_address, address)
            await self._count(self._of_account, account)

    async def forgive(self, account: str) -> None:
        """Forget an account's failures: its owner was there. Those of the address stay."""
        with understood_errors():
            await self._limiter.clear(self._of_account, account)
