"""How the record is reached: one client, the scripts, and what the errors of both mean."""

import hashlib
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from importlib import resources
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.client import NEVER_DECODE
from redis.exceptions import (
    BusyLoadingError,
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from service.domain.errors import UnavailableError, UnknownOutcomeError
from service.settings import RedisSettings
from service.store.pools import NeverSentError, make_pool
from service.store.trips import Command, Trips

_REFUSALS = ("MISCONF", "NOREPLICAS", "BUSY", "OOM", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN")

ALLOW_OOM = "#!lua flags=allow-oom\n"
_INCLUDE = re.compile(r"include '(\w+)'")

ScriptCall = tuple[Sequence[str], Sequence[Any]]
"""Keys and arguments of one run of a script."""


def understood(error: Exception) -> Exception:
    """Say of an error of redis-py "refused" or "nobody knows"; bugs stay what they are."""
    refused = isinstance(
        error, OutOfMemoryError | BusyLoadingError | ReadOnlyError | NeverSentError
    )
    if refused or (isinstance(error, ResponseError) and str(error).startswith(_REFUSALS)):
        return UnavailableError("Redis cannot take it now.")
    if isinstance(error, RedisConnectionError | RedisTimeoutError):
        return UnknownOutcomeError("Redis did not answer.")
    return error


@contextmanager
def understood_errors() -> Iterator[None]:
    """Raise what redis-py raises as one of ours."""
    try:
        yield
    except RedisError as error:
        raise understood(error) from error


def open_client(settings: RedisSettings, *, blocking: bool = False) -> Redis:
    """Make a client with every default that hurts replaced.

    Nothing is ever repeated by the client itself: a command that timed out may have been carried
    out. ``blocking`` is for listeners, which wait for as long as nothing happens.
    """
    pool = make_pool(
        settings,
        max_connections=settings.pool_size,
        timeout=settings.timeout_s,
        socket_timeout=None if blocking else settings.timeout_s,
        socket_connect_timeout=settings.connect_timeout_s,
        health_check_interval=15,
        retry=Retry(NoBackoff(), 0),
        protocol=2,  # one shape of answers, whatever the default of the day
        decode_responses=True,
        client_name="greenroom",
    )
    return Redis(connection_pool=pool)


class Connection:
    """Runs commands and scripts; every error comes out as one of ours."""

    def __init__(self, client: Redis, settings: RedisSettings) -> None:
        self._client, self._trips = client, Trips(client)
        self._acks = (settings.min_replica_acks, settings.replica_timeout_ms)
        self._scripts = dict(_read_scripts())

    async def ping(self) -> None:
        """Find out whether Redis answers."""
        await self.call("PING")

    async def call(self, *command: Any) -> Any:
        """Run one command."""
        return (await self.pipe([command]))[0]

    async def call_for_bytes(self, *command: Any) -> Any:
        """Run one command whose answer is no text."""
        with understood_errors():
            return await self._client.execute_command(  # type: ignore[no-untyped-call]
                *command, **{NEVER_DECODE: True}
            )

    async def pipe(self, commands: Sequence[Command]) -> list[Any]:
        """Run commands in one round trip; the first error is raised when all have run."""
        with understood_errors():
            return _good(await self._trips.together(commands))

    async def under_way(self) -> None:
        """Return once it is sent what tasks ask for that were made just now."""
        await self._trips.under_way()

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[AbstractConnection]:
        """Lend a connection; one on which anything went wrong is closed."""
        with understood_errors():
            async with self._trips.lent() as line:
                yield line

    async def run(
        self, script: str, keys: Sequence[str], *arguments: Any, durable: bool = False
    ) -> Any:
        """Run a script once."""
        return (await self.run_many(script, [(keys, arguments)], durable=durable))[0]

    async def run_at_once(self, script: str, call: ScriptCall, *, durable: bool = False) -> Any:
        """Run a script once, without waiting for what others may ask for in the same turn."""
        return _good(await self.try_many(script, [call], durable=durable, alone=True))[0]

    async def run_many(
        self, script: str, calls: Sequence[ScriptCall], *, durable: bool = False
    ) -> list[Any]:
        """Run a script many times in one round trip; raise the first error when all have run."""
        return _good(await self.try_many(script, calls, durable=durable))

    async def try_many(
        self,
        script: str,
        calls: Sequence[ScriptCall],
        *,
        durable: bool = False,
        alone: bool = False,
    ) -> list[Any]:
        """Run a script many times in one round trip; each run is atomic and fails by itself.

        ``durable`` also waits for the replicas that the settings ask for; ``alone`` lets nobody
        come along. A Redis that was restarted has forgotten its scripts: it is given them again.
        Errors are among the answers.
        """
        digest, source = self._scripts[script]
        commands = [("EVALSHA", digest, len(keys), *keys, *args) for keys, args in calls]
        send = partial(self._send, durable=durable, alone=alone)
        answers = await send(commands)
        forgotten = [at for at, answer in enumerate(answers) if isinstance(answer, NoScriptError)]
        if forgotten:
            await self.call("SCRIPT", "LOAD", source)
            again = await send([commands[at] for at in forgotten])
            for at, answer in zip(forgotten, again, strict=True):
                answers[at] = answer
        return answers

    async def _send(self, commands: Sequence[Command], *, durable: bool, alone: bool) -> list[Any]:
        """Run commands; errors of single ones are among the answers."""
        wanted = self._acks[0] if durable else 0
        with understood_errors():
            if not wanted:
                carry = self._trips.alone if alone else self._trips.together
                return await carry(commands)
            # By itself: what is waited for is what this very connection has written.
            *answers, acks = await self._trips.alone([*commands, ("WAIT", *self._acks)])
            if isinstance(acks, Exception) or acks < wanted:
                # Perhaps its replicas have another primary by now: the next connections ask.
                await self._trips.hang_up()
                raise UnknownOutcomeError("Not enough replicas have it.")
        return answers

    async def close(self) -> None:
        """Close every socket."""
        await self._client.aclose()
        await self._client.connection_pool.aclose()


def _read_scripts() -> Iterator[tuple[str, tuple[str, str]]]:
    """Give each script's name, digest and source; Redis names a script by its SHA-1."""
    folder = resources.files("service.store").joinpath("scripts")
    written = {path.name.removesuffix(".lua"): path.read_text("utf-8") for path in folder.iterdir()}
    for name, text in written.items():
        source = _INCLUDE.sub(lambda found: _as_function(written[found[1]]), text)
        digest = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
        yield name, (digest, source)


def _as_function(source: str) -> str:
    """Make a whole script something that another can call: no script of Redis can call one."""
    return f"function(KEYS, ARGV)\n{source.removeprefix(ALLOW_OOM)}\nend"


def _good(answers: list[Any]) -> list[Any]:
    for answer in answers:
        if isinstance(answer, RedisError):
            raise understood(answer) from answer
    return answers


def as_pairs(flat: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pair up an answer that alternates between two kinds of things."""
    return list(zip(flat[::2], flat[1::2], strict=True))


def to_json(value: Any) -> str:
    """Write a script's argument or a field."""
    return orjson.dumps(value).decode()
