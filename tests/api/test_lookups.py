"""What is remembered for a second, and what is not."""

import asyncio

import pytest

from service.api import lookups
from service.api.lookups import Memory
from service.domain.errors import UnavailableError, UnknownOutcomeError


class Oracle:
    """Answers, counts how often it was asked, and takes its time."""

    def __init__(self, answer: str | None = "yes") -> None:
        self.answer = answer
        self.asked = 0
        self.fails = False

    async def find(self, name: str) -> str | None:
        self.asked += 1
        await asyncio.sleep(0.01)
        if self.fails:
            raise UnknownOutcomeError(name)
        return self.answer


async def test_it_is_asked_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "REMEMBERED_S", 0.1)
    oracle = Oracle()
    memory = Memory(oracle.find)
    assert [await memory("a"), await memory("a")] == ["yes", "yes"]
    assert oracle.asked == 1
    await asyncio.sleep(0.11)
    await memory("a")
    assert oracle.asked == 2


async def test_asked_by_many_at_once_it_is_asked_once() -> None:
    oracle = Oracle()
    memory = Memory(oracle.find)
    assert await asyncio.gather(*(memory("a") for _ in range(50))) == ["yes"] * 50
    assert oracle.asked == 1


async def test_who_goes_away_does_not_take_the_answer_from_the_others() -> None:
    memory = Memory(Oracle().find)
    first, second = (asyncio.create_task(memory("a")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == "yes"


async def test_nothing_and_errors_are_not_remembered() -> None:
    oracle = Oracle(answer=None)
    memory = Memory(oracle.find)
    assert await memory("a") is None
    oracle.fails = True
    with pytest.raises(UnavailableError) as caught:
        await memory("a")
    assert type(caught.value) is UnavailableError
    oracle.fails, oracle.answer = False, "now"
    assert await memory("a") == "now"
    assert oracle.asked == 3
