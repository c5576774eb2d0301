"""Server-sent events: what happens on a site, as it happens, resumed where a client left off."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Header
from fastapi.responses import StreamingResponse
from starlette.types import Message, Send

from service.api.dependencies import Moderator
from service.api.problems import may_answer
from service.api.state import AppState, State
from service.domain.times import as_rfc_3339
from service.store.broadcast import Listener
from service.store.events import Event, place_of

router = APIRouter(tags=["events"])

KEEP_ALIVE_S = 15.0
"""How often a line is sent when nothing happens, so that nobody takes the connection for dead."""

LIFE_S = 300.0
"""How long one response lasts; a client comes again by itself, if its key is still good."""

_SENT_WITHIN_S = 30.0
_RETRY_MS = 1_000
_FIGURES = ("version", "done", "total", "changed")
_FLAGS = ("awaits",)


class EventStream(StreamingResponse):
    """A response that a client which reads nothing cannot hold open."""

    media_type = "text/event-stream"

    async def stream_response(self, send: Send) -> None:
        """Send events until there are no more, or the client takes none."""

        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(_SENT_WITHIN_S):
                await send(message)

        with suppress(TimeoutError):
            await super().stream_response(send_in_time)


@router.get(
    "/v1/events",
    response_class=EventStream,
    responses={
        200: {
            "description": "`comment.accepted`, `.decided`, `.reported`, `.edited`, `.erased`, "
            "`claim.made`, `.released`, `model.promote`, `.shadow`, `.retire`, `.roll_back`, "
            "`rescoring.progress`; `reload`: more has happened than is kept, read the lists again",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **may_answer(401, 403, 422, 429, 503),
    },
)
async def listen(
    caller: Moderator,
    state: State,
    last_event_id: Annotated[
        str | None, Header(alias="Last-Event-ID", description="Goes on after this event")
    ] = None,
) -> EventStream:
    """Tell what happens on the site from now on, or after the event that was seen last."""
    return await open_stream(state, caller.site, caller.key.id, last_event_id)


async def open_stream(
    state: AppState, site: str, listener: str, last_event_id: str | None
) -> EventStream:
    """Answer with what happens on a site; a listener is a key, or a session.

    Raises
    ------
    TooManyError
        It listens as often as one may.
    """
    events = _events(state, site, listener, last_event_id or None)
    first = await anext(events)  # whoever may not listen is told so, not cut off
    return EventStream(_resumed(first, events), headers={"X-Accel-Buffering": "no"})


async def _resumed(first: str, events: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for text in events:
        yield text


async def _events(
    state: AppState, site: str, key: str, last_event_id: str | None
) -> AsyncIterator[str]:
    """Write what was missed, then what happens; listening begins before the missed is read."""
    log = state["store"].events
    async with state["broadcast"].listening(site, key) as listener:
        gap = last_event_id is not None and not await log.reaches(site, last_event_id)
        yield f"retry: {_RETRY_MS}\n\n"
        if gap:
            yield _written("reload", {}, listener.after)
        elif last_event_id is not None:
            async for missed in log.after(site, last_event_id):
                listener.after = missed[-1].id
                yield _all(missed)
        async for events in _live(listener):
            yield _all(events) or ": nothing\n\n"


async def _live(listener: Listener) -> AsyncIterator[list[Event]]:
    until = time.monotonic() + LIFE_S
    while not listener.is_over and (left := until - time.monotonic()) > 0:
        events = await listener.take(min(KEEP_ALIVE_S, left))
        if not listener.is_over:
            yield [event for event in events if event.place > place_of(listener.after)]


def _all(events: Sequence[Event]) -> str:
    return "".join(_of(event) for event in events)


def _of(event: Event) -> str:
    data: dict[str, Any] = dict(event.fields)
    data.update({name: int(data[name]) for name in _FIGURES if name in data})
    data.update({name: True for name in _FLAGS if name in data})
    data["at"] = as_rfc_3339(event.place[0])
    return _written(event.name, data, event.id)


def _written(name: str, data: dict[str, Any], event_id: str) -> str:
    return f"id: {event_id}\nevent: {name}\ndata: {orjson.dumps(data).decode()}\n\n"
