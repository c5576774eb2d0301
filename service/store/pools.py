"""The connections of one client: so many at most, and ready when they are given."""

from typing import Any

from redis.asyncio import BlockingConnectionPool
from redis.exceptions import BusyLoadingError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from service.settings import RedisSettings
from service.store.primaries import FollowingConnection, Primary


class NeverSentError(RedisConnectionError):
    """There was no connection to send anything over."""


class Pool(BlockingConnectionPool):
    """Tells a connection that could not be had from one that was lost with a command on it."""

    async def get_connection(self, *args: Any, **options: Any) -> Any:
        """Give a connection that is ready.

        Raises
        ------
        NeverSentError
            There is none.
        """
        try:
            return await super().get_connection(*args, **options)  # type: ignore[no-untyped-call]
        except BusyLoadingError:
            raise
        except (OSError, RedisTimeoutError, RedisConnectionError) as error:
            raise NeverSentError(type(error).__name__) from error


class FollowingPool(Pool):
    """Its connections go to the primary, whichever server that is."""

    def __init__(self, *, primary: Primary, **options: Any) -> None:
        super().__init__(connection_class=FollowingConnection, primary=primary, **options)
        self._primary = primary

    async def aclose(self) -> None:
        """Close every socket."""
        await super().aclose()
        await self._primary.close()


def make_pool(settings: RedisSettings, **options: Any) -> Pool:
    """Make the connections to what the settings name: a server, or Sentinels that know it."""
    watched = settings.watched
    if watched is None:
        return Pool.from_url(settings.url, **options)
    primary = Primary(watched, settings.connect_timeout_s)
    # Of this URL login and database matter; the address is asked for with every connection.
    return FollowingPool.from_url(watched.url_of(watched.sentinels[0]), primary=primary, **options)
