"""What is remembered for a second, and what is not."""

import asyncio

import pytest

from service.domain.errors import UnauthenticatedError, UnavailableError, UnknownOutcomeError
from service.moderation import remembering
from service.moderation.remembering import Memory, Recalled


class Oracle:
    """Answers, counts how often it was asked, and takes its time."""

    def __init__(self, answer: str | None = "yes") -> None:
        self.answer = answer
        self.asked = 0
        self.fails = self.revoked = False
        self.takes_s = 0.01

    async def find(self, name: str) -> str | None:
        self.asked += 1
        await asyncio.sleep(self.takes_s)
        if self.revoked:
            raise UnauthenticatedError
        if self.fails:
            raise UnknownOutcomeError(name)
        return self.answer


async def test_it_is_asked_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "REMEMBERED_S", 0.1)
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


async def test_the_last_answer_stands_in_while_none_can_be_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remembering, "REMEMBERED_S", 0.1)
    oracle = Oracle()
    memory = Memory(oracle.find)
    assert await memory.last_known("a") == Recalled("yes", fresh=True)
    oracle.fails = True
    await asyncio.sleep(0.11)
    assert await memory.last_known("a") == Recalled("yes", fresh=False)
    with pytest.raises(UnavailableError):
        await memory.last_known("b")
    oracle.fails, oracle.answer = False, "again"
    await asyncio.sleep(0.11)
    assert await memory.last_known("a") == Recalled("again", fresh=True)


async def test_nobody_waits_long_for_an_answer_that_another_can_stand_in_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remembering, "REMEMBERED_S", 0.1)
    oracle = Oracle()
    memory = Memory(oracle.find)
    await memory("a")
    await asyncio.sleep(0.11)
    oracle.takes_s = 3_600.0
    async with asyncio.timeout(30):
        assert await memory.last_known("a") == Recalled("yes", fresh=False)


async def test_the_last_answer_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "REMEMBERED_S", 0.1)
    monkeypatch.setattr(remembering, "LAST_KNOWN_S", 0.1)
    oracle = Oracle()
    memory = Memory(oracle.find)
    await memory("a")
    oracle.fails = True
    await asyncio.sleep(0.11)
    with pytest.raises(UnavailableError):
        await memory.last_known("a")


async def test_what_was_taken_back_does_not_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "REMEMBERED_S", 0.1)
    oracle = Oracle()
    memory = Memory(oracle.find)
    await memory("a")
    await asyncio.sleep(0.11)
    oracle.revoked = True
    with pytest.raises(UnauthenticatedError):
        await memory.last_known("a")
    oracle.revoked, oracle.fails = False, True
    with pytest.raises(UnavailableError):
        await memory.last_known("a")
