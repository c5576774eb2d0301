"""Everything that makes the service, each part a real process that can be killed."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from service.settings import RedisSettings, Settings
from service.store.background import beside
from tests.chaos.clocks import JUMPING, Clock, sweep
from tests.chaos.disks import may_mount, small_disk
from tests.lines import Line
from tests.parts import Part, make_api
from tests.servers import Server

SECRET = "a secret for tests, of 32 or more"  # pragma: allowlist secret
QUICK = {
    "GREENROOM_WEBHOOKS_ALLOW_PRIVATE": "true",
    "GREENROOM_WEBHOOKS_LEASE_S": "3",
    "GREENROOM_WEBHOOKS_TIMEOUT_S": "1",
    "GREENROOM_WEBHOOKS_FIRST_RETRY_S": "0.3",
    "GREENROOM_REDIS_TIMEOUT_S": "2",
}
"""Time-outs of a second or so, so that an hour of trouble fits into a minute."""


@dataclass
class House:
    """The parts, and the lines between them."""

    folder: Path
    record: Server
    broker: Server
    line: Line
    parts: dict[str, Part]
    """Those that are kept up."""
    idle: dict[str, Part]
    """Those that a fault holds back."""
    url: str
    """Where the API is."""
    clocks: dict[str, Clock]
    """Of those of which it may jump."""


async def keep_up(parts: Mapping[str, Part], log: int) -> None:
    """Start what is not running, ever again, as a supervisor does."""
    while True:
        for part in parts.values():
            if not part.is_running():
                part.start(log)
        await asyncio.sleep(0.2)


@asynccontextmanager
async def open_house(**environment: str) -> AsyncIterator[House]:
    """Start everything; end it, killed or not, with the context."""
    async with AsyncExitStack() as opened:
        opened.callback(sweep)
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="gr-")))
        clocks = {name: Clock(folder / f"{name}.clock") for name in JUMPING}
        record = _open_server(opened, folder, "record", clocks["record"].environment)
        broker = _open_server(opened, folder, "broker")
        line = await opened.enter_async_context(Line(record.socket))
        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        opened.callback(os.close, log)
        settings = Settings(secret=SECRET, redis=RedisSettings(url=line.url))
        more = {**QUICK, "GREENROOM_BROKER_URL": broker.url, **environment}
        api, url = make_api(settings, **more, **clocks["api"].environment)
        worker = Part("worker", settings, **more, **clocks["worker"].environment)
        others = {name: Part(name, settings, **more) for name in ("deliverer", "beat")}
        parts = {"api": api, "worker": worker, **others}
        house = House(folder, record, broker, line, parts, {}, url, clocks)
        for part in parts.values():
            opened.callback(part.close)
        await opened.enter_async_context(beside(keep_up(parts, log)))
        yield house


def _open_server(
    opened: AsyncExitStack, folder: Path, name: str, environment: Mapping[str, str] | None = None
) -> Server:
    own = folder / name
    own.mkdir()
    if name == "record" and may_mount():
        opened.enter_context(small_disk(own))
    server = Server(own, environment)
    server.start()
    opened.callback(server.close)
    return server
