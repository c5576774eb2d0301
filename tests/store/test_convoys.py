"""What comes at the same time goes together, and each sender hears of their own."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from service.store.connection import ScriptCall
from service.store.convoys import LARGEST, Convoy


class Road:
    """Carries groups one at a time, each until it is let through."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.gate = asyncio.Event()
        self.error: Exception | None = None

    async def __call__(self, calls: Sequence[ScriptCall]) -> list[Any]:
        self.groups.append([keys[0] for keys, _ in calls])
        await self.gate.wait()
        if self.error:
            raise self.error
        return [f"answer to {keys[0]}" for keys, _ in calls]


def calls(*names: str) -> list[ScriptCall]:
    return [([name], []) for name in names]


async def start(convoy: Convoy, *names: str) -> asyncio.Task[list[Any]]:
    sender = asyncio.create_task(convoy(calls(*names)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return sender


async def test_one_alone_goes_at_once_and_those_after_it_together() -> None:
    road = Road()
    convoy = Convoy(road)
    senders = [await start(convoy, "a"), await start(convoy, "b", "c"), await start(convoy, "d")]
    assert road.groups == [["a"]]
    road.gate.set()
    answers = await asyncio.gather(*senders)
    assert road.groups == [["a"], ["b", "c", "d"]]
    assert answers == [["answer to a"], ["answer to b", "answer to c"], ["answer to d"]]


async def test_a_sender_who_goes_away_takes_nothing_from_the_others() -> None:
    road = Road()
    convoy = Convoy(road)
    gone, stays = await start(convoy, "a"), await start(convoy, "b")
    gone.cancel()
    road.gate.set()
    assert await stays == ["answer to b"]
    assert road.groups == [["a"], ["b"]]


async def test_what_fails_fails_for_all_who_went_together_and_not_for_those_after() -> None:
    road = Road()
    convoy = Convoy(road)
    first, second = await start(convoy, "a"), await start(convoy, "b")
    road.error = OSError("cut")
    road.gate.set()
    for sender in (first, second):
        with pytest.raises(OSError, match="cut"):
            await sender
    road.error = None
    assert await convoy(calls("c")) == ["answer to c"]


async def test_groups_have_a_limit_and_one_sender_may_pass_it() -> None:
    road = Road()
    convoy = Convoy(road)
    many = [str(n) for n in range(LARGEST + 1)]
    senders = [await start(convoy, "a"), await start(convoy, *many), await start(convoy, "b")]
    road.gate.set()
    await asyncio.gather(*senders)
    assert [len(group) for group in road.groups] == [1, LARGEST + 1, 1]
