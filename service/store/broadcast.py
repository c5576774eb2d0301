"""Events as they happen: one reader of the process hands them to all that listen."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from service.domain.errors import TooManyError
from service.settings import RedisSettings
from service.store.background import beside
from service.store.connection import open_client
from service.store.events import Event, EventLog, place_of, read_events
from service.store.keys import SiteKeys

log = structlog.get_logger()

LISTENERS_OF_A_KEY = 32
QUEUED_AT_MOST = 512
"""How many events may wait for a listener; one that is slower is let go, and resumes."""

_BLOCK_MS = 500
_LOST_AFTER_S = 5.0
_PAUSE_S = 0.5
_RETRY_AFTER_S = 30


class Listener:
    """One that listens to a site. What it has not taken yet waits here."""

    def __init__(self, site: str, after: str) -> None:
        self.site = site
        self.after = after
        """The last event that it does not get, because it was before its time."""
        self.is_over = False
        self._waiting: list[Event] = []
        self._changed = asyncio.Event()

    def offer(self, events: list[Event]) -> None:
        """Let events wait; when too many do, it is over."""
        self._waiting += events
        if len(self._waiting) > QUEUED_AT_MOST:
            self.end()
        self._changed.set()

    def end(self) -> None:
        """Let no more come."""
        self.is_over = True
        self._waiting = []
        self._changed.set()

    async def take(self, within_s: float) -> list[Event]:
        """Take what waits, or comes in time; nothing: the time has passed, or it is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._changed.wait()
        self._changed.clear()
        events, self._waiting = self._waiting, []
        return events


class Broadcast:
    """The listeners of the process, and how far each site was read for them."""

    def __init__(self, events: EventLog) -> None:
        self._events = events
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._by_key: Counter[str] = Counter()
        self._read: dict[str, str] = {}
        self._wanted = asyncio.Event()
        self._is_closed = False

    @asynccontextmanager
    async def listening(self, site: str, key: str) -> AsyncIterator[Listener]:
        """Give a listener, which misses nothing from now on.

        Raises
        ------
        TooManyError
            As many listen by this key as may.
        """
        if self._by_key[key] >= LISTENERS_OF_A_KEY:
            raise TooManyError(_RETRY_AFTER_S, "listeners")
        self._by_key[key] += 1
        try:
            last = await self._events.last(site)
            listener = Listener(site, self._read.setdefault(site, last))
            listener.is_over = self._is_closed
            self._listeners[site].add(listener)
            self._wanted.set()
            try:
                yield listener
            finally:
                self._let_go(listener)
        finally:
            self._by_key[key] -= 1

    def close(self) -> None:
        """Let all listeners go, and those that come yet: the process ends."""
        self._is_closed = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.end()

    async def read(self, client: Redis) -> None:
        """Hand on what happens, for ever; a lost connection is made again, and nothing missed."""
        while True:
            await self._wanted.wait()
            try:
                await self._read_some(client)
            except (RedisError, OSError, TimeoutError) as error:
                log.warning("events not read", error=type(error).__name__)
                await asyncio.sleep(_PAUSE_S)

    async def _read_some(self, client: Redis) -> None:
        streams = {SiteKeys(site).events: site for site in self._read}
        places = [self._read[site] for site in streams.values()]
        command = ("XREAD", "BLOCK", _BLOCK_MS, "COUNT", 200, "STREAMS", *streams, *places)
        # A half-open connection would never answer, and nobody would know.
        async with asyncio.timeout(_BLOCK_MS / 1000 + _LOST_AFTER_S):
            answer = await client.execute_command(*command)  # type: ignore[no-untyped-call]
        for stream, rows in answer or ():
            self._hand_on(streams[stream], read_events(rows))

    def _hand_on(self, site: str, events: list[Event]) -> None:
        if site in self._read:
            self._read[site] = events[-1].id
        for listener in tuple(self._listeners[site]):
            listener.offer([e for e in events if e.place > place_of(listener.after)])

    def _let_go(self, listener: Listener) -> None:
        others = self._listeners[listener.site]
        others.discard(listener)
        if not others:
            del self._listeners[listener.site], self._read[listener.site]
        if not self._read:
            self._wanted.clear()


@asynccontextmanager
async def open_broadcast(settings: RedisSettings, events: EventLog) -> AsyncIterator[Broadcast]:
    """Read for as long as the context lasts."""
    broadcast, client = Broadcast(events), open_client(settings, blocking=True)
    try:
        async with beside(broadcast.read(client)):
            yield broadcast
    finally:
        broadcast.close()
        await client.aclose()
        await client.connection_pool.aclose()
