"""Which server is the record now, where Sentinels decide that."""

from typing import Any

from redis.asyncio.connection import Connection
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ReadOnlyError
from redis.retry import Retry as BlockingRetry
from redis.sentinel import Sentinel as BlockingSentinel

from service.domain.errors import UnavailableError
from service.sentinels import Address, Watched
from service.settings import RedisSettings


def url_now(settings: RedisSettings) -> str:
    """Name the server that is the record at this moment.

    Raises
    ------
    UnavailableError
        No Sentinel answers, or none knows of one that is up.
    """
    if (watched := settings.watched) is None:
        return settings.url
    options = {
        **_asking(watched, settings.connect_timeout_s),
        "retry": BlockingRetry(NoBackoff(), 0),
    }
    sentinel: Any = BlockingSentinel(  # type: ignore[no-untyped-call]
        watched.sentinels, sentinel_kwargs=options
    )
    try:
        return watched.url_of(sentinel.discover_master(watched.name))
    except RedisConnectionError as error:
        raise UnavailableError("No Sentinel knows of a server that is up.") from error
    finally:
        sentinel.close()


class Primary:
    """Asks one Sentinel after the other; whoever answered is asked first the next time."""

    def __init__(self, watched: Watched, within_s: float) -> None:
        self._name = watched.name
        options = {**_asking(watched, within_s), "retry": Retry(NoBackoff(), 0)}
        self._sentinel = Sentinel(  # type: ignore[no-untyped-call]
            watched.sentinels, sentinel_kwargs=options
        )

    async def address(self) -> Address:
        """Tell where it is.

        Raises
        ------
        redis.exceptions.ConnectionError
            No Sentinel answers, or none knows of one that is up.
        """
        host, port = await self._sentinel.discover_master(self._name)
        return host, port

    async def close(self) -> None:
        """Close every socket."""
        await self._sentinel.aclose()


class FollowingConnection(Connection):
    """Connects to whichever server is the primary by then."""

    def __init__(self, *, primary: Primary, **options: Any) -> None:
        super().__init__(**options)
        self._primary = primary

    async def _connect(self) -> None:
        self.host, self.port = await self._primary.address()
        await super()._connect()  # type: ignore[no-untyped-call]

    async def read_response(self, *args: Any, **options: Any) -> Any:
        """Read an answer; one that says that this is a replica now ends the connection."""
        try:
            return await super().read_response(*args, **options)
        except ReadOnlyError:
            # Once it is given back: answers may still be coming.
            self.mark_for_reconnect()  # type: ignore[no-untyped-call]
            raise


def _asking(watched: Watched, within_s: float) -> dict[str, Any]:
    times = {"socket_timeout": within_s, "socket_connect_timeout": within_s}
    return {**times, **watched.sentinel_login, "protocol": 2}
