"""Calling the API until it answers: it may be restarting, full, or asking for patience."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import httpx2

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 5.0
ASKS_FOR_PATIENCE = {429, 502, 503, 504}


class NoAnswerError(Exception):
    """The API has not answered for as long as we had patience."""


class Caller:
    """Repeats calls that may be repeated; all calls of a replay may."""

    def __init__(self, client: httpx2.AsyncClient, patience_s: float) -> None:
        self._client = client
        self._patience_s = patience_s

    async def call(self, method: str, path: str, body: Any = None) -> httpx2.Response:  # noqa: ANN401 - any JSON
        """Return the first answer that is one.

        Raises
        ------
        NoAnswerError
            When there was none for `patience_s` seconds.
        """
        deadline = time.monotonic() + self._patience_s
        for pause in _pauses():
            try:
                response = await self._client.request(method, path, json=body)
            except httpx2.TransportError as error:
                fault, asked = type(error).__name__, 0.0
            else:
                if response.status_code not in ASKS_FOR_PATIENCE:
                    return response
                fault, asked = f"status {response.status_code}", _retry_after(response)
            if time.monotonic() + (wait := max(pause, asked)) > deadline:
                raise NoAnswerError(fault)
            await asyncio.sleep(wait)
        raise AssertionError("the pauses never end")


def _pauses() -> Iterator[float]:
    pause = FIRST_PAUSE_S
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE_S)


def _retry_after(response: httpx2.Response) -> float:
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else 0.0
