"""How often one address may post, counted in Redis so that every process counts the same."""

import math
import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.exceptions import RedisError

from service.domain.errors import TooManyError
from service.settings import RedisSettings
from service.store import keys
from service.store.connection import open_client


class PostLimit:
    """So many posts a minute for each key and address.

    When it cannot count it lets pass: the comment itself is what Redis must take, and a limiter
    that is down is no reason to refuse it.
    """

    def __init__(self, settings: RedisSettings, per_minute: int) -> None:
        self._client = open_client(settings)
        storage = RedisStorage(
            "async+redis://",  # the pool knows where
            implementation="redispy",
            key_prefix=keys.LIMITS,
            connection_pool=self._client.connection_pool,  # type: ignore[arg-type]
        )
        self._item = RateLimitItemPerMinute(per_minute)
        self._limiter = SlidingWindowCounterRateLimiter(storage)

    async def check(self, *who: str, cost: int = 1) -> None:
        """Count one post, or as many as come at once.

        Raises
        ------
        TooManyError
            The limit is reached.
        """
        try:
            if await self._limiter.hit(self._item, *who, cost=cost):
                return
            window = await self._limiter.get_window_stats(self._item, *who)
        except RedisError:
            return
        raise TooManyError(max(1, math.ceil(window.reset_time - time.time())))

    async def close(self) -> None:
        """Close every socket."""
        await self._client.aclose()
        await self._client.connection_pool.aclose()
