"""Posting comments, and following each until it is decided."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass

from service.commands.replaying.calling import Caller, NoAnswerError
from service.commands.replaying.rows import Row

PENDING = "pending"
LOST = "lost"
REFUSED = "refused"
UNANSWERED = "unanswered"
OPEN = (PENDING, LOST, UNANSWERED)
"""Fates that no comment may have at the end of a replay."""
LOOK_AGAIN_S = 0.25

Step = Callable[[], None]
"""Told of each comment that is done with."""


@dataclass(slots=True)
class Fate:
    """What became of a row."""

    row: Row
    status: str = UNANSWERED
    """The comment's, or one of this module's."""
    id: str = ""
    fault: str = ""
    """Why it was refused."""


class Pace:
    """Lets through so many a second, evenly; with no rate, all at once."""

    def __init__(self, rate: float | None) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._next = time.monotonic()

    async def __call__(self) -> None:
        """Wait for the next turn."""
        now = time.monotonic()
        turn = self._next = max(self._next + self._gap, now)
        await asyncio.sleep(turn - now)


async def post_all(
    caller: Caller, rows: Iterable[Row], lanes: int, pace: Pace, step: Step
) -> list[Fate]:
    """Post every row, so many at a time."""
    fates = [Fate(row) for row in rows]

    async def post(fate: Fate) -> None:
        await pace()
        await _post(caller, fate)
        step()

    await _in_lanes(fates, lanes, post)
    return fates


async def follow_all(
    caller: Caller, fates: Iterable[Fate], lanes: int, patience_s: float, step: Step
) -> None:
    """Ask for each comment until it is no longer pending, or nothing has moved for long."""

    async def look(fate: Fate) -> None:
        await _look(caller, fate)
        if fate.status != PENDING:
            step()

    waiting = [fate for fate in fates if fate.id]
    deadline = time.monotonic() + patience_s
    while waiting and time.monotonic() < deadline:
        await _in_lanes(waiting, lanes, look)
        still = [fate for fate in waiting if fate.status == PENDING]
        if len(still) < len(waiting):
            deadline = time.monotonic() + patience_s
        if waiting := still:
            await asyncio.sleep(LOOK_AGAIN_S)


async def _in_lanes(
    fates: Iterable[Fate], lanes: int, work: Callable[[Fate], Awaitable[None]]
) -> None:
    shared = iter(fates)

    async def lane(own: Iterator[Fate]) -> None:
        for fate in own:
            await work(fate)

    async with asyncio.TaskGroup() as group:
        for _ in range(lanes):
            group.create_task(lane(shared))


async def _post(caller: Caller, fate: Fate) -> None:
    try:
        answer = await caller.call("POST", "/v1/comments", fate.row.body)
    except NoAnswerError as error:
        fate.fault = str(error)
        return
    if answer.is_success:
        accepted = answer.json()
        fate.id, fate.status = accepted["id"], accepted["status"]
    else:
        fate.status, fate.fault = REFUSED, f"{answer.status_code} {answer.text}"


async def _look(caller: Caller, fate: Fate) -> None:
    try:
        answer = await caller.call("GET", f"/v1/comments/{fate.id}")
    except NoAnswerError as error:
        fate.status, fate.fault = UNANSWERED, str(error)
        return
    fate.status = answer.json()["status"] if answer.is_success else LOST
