"""How long `comments:analyze` takes at 200 requests a second with everything running.

    python benchmarks/doors.py [SECONDS]

Starts `greenroom up` on a folder of its own (Redis that syncs each write, API, worker, schedule,
deliverer) and asks for one attribute of comments of 200 characters, as Coral does: first with
`doNotStore`, then without, so that every comment is also accepted, scored again by the worker and
decided. Requests are sent when they are due, whether or not earlier ones are answered, and timed
from when they were due. Every tenth is accompanied by `/healthz`, which does nothing: the ratio is
between these two, in the same run. Prints milliseconds; Coral gives up after 800.
"""

import asyncio
import json
import random
import re
import sys
import time
from collections.abc import Coroutine
from urllib.parse import urlsplit

from running import everything_running

A_SECOND = 200
WARM_UP_S = 3
SENTENCE = (
    "the council said that nobody would have to pay for it and yet here we are again reading about "
    "money which could have gone into schools while some idiot explains why he was right all along"
)


class Client:
    """Sends requests on connections that are kept: as little as can be beside what is measured."""

    def __init__(self, url: str, key: str) -> None:
        parts = urlsplit(url)
        self._address, self._key = (str(parts.hostname), parts.port), key
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def healthz(self) -> None:
        """Ask whether it is alive."""
        await self._send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")

    async def analyze(self, text: str, *, store: bool) -> None:
        """Ask for one attribute, as Coral does."""
        asked = {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}}
        body = json.dumps({**asked, "languages": ["en"], "doNotStore": not store}).encode()
        head = (
            f"POST /v1alpha1/comments:analyze?key={self._key} HTTP/1.1\r\nHost: x\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        await self._send(head.encode() + body)

    async def _send(self, request: bytes) -> None:
        while self._idle:
            line = self._idle.pop()
            try:
                return await self._exchange(line, request)
            except (asyncio.IncompleteReadError, ConnectionError):  # it was closed meanwhile
                line[1].close()
        return await self._exchange(await asyncio.open_connection(*self._address), request)

    async def _exchange(
        self, line: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: bytes
    ) -> None:
        reader, writer = line
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        assert length is not None
        body = await reader.readexactly(int(length[1]))
        assert head.startswith(b"HTTP/1.1 200"), body
        self._idle.append(line)


async def load(client: Client, seconds: int, *, store: bool) -> dict[str, list[float]]:
    """Send what is due when it is due; give the milliseconds of each kind."""
    chance = random.Random(5)
    took: dict[str, list[float]] = {"analyze": [], "healthz": []}

    async def time_one(kind: str, due: float, asking: Coroutine[object, object, None]) -> None:
        await asking
        took[kind].append((time.perf_counter() - due) * 1e3)

    began = time.perf_counter()
    async with asyncio.TaskGroup() as sent:
        for tick in range(A_SECOND * seconds):
            due = began + tick / A_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            text = f"{' '.join(chance.choices(SENTENCE.split(), k=36))} {time.time()}"
            sent.create_task(time_one("analyze", due, client.analyze(text, store=store)))
            if tick % 10 == 0:
                sent.create_task(time_one("healthz", due, client.healthz()))
    return took


def share(values: list[float], part: float) -> float:
    """Give the value that this part of them does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


async def main(seconds: int) -> None:
    """Measure both ways."""
    async with everything_running() as (url, key):
        client = Client(url, key)
        for store in (False, True):
            await load(client, WARM_UP_S, store=store)
            took = await load(client, seconds, store=store)
            print("kept" if store else "not kept", f"({len(took['analyze'])} requests)")
            for part in (0.5, 0.99):
                ours, nothing = (share(took[kind], part) for kind in ("analyze", "healthz"))
                told = f"{ours:7.1f} ms   /healthz {nothing:7.1f} ms   ratio {ours / nothing:.2f}"
                print(f"  p{part * 100:.0f} {told}", flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
