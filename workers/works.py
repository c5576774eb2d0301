"""What a worker does: something that is due at times, and is done in batches."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Protocol

from service.store.knocks import Knock
from service.store.redis import Store


class Ear(Protocol):
    """Hears on which sites something has come in."""

    async def hear(self, within_s: float) -> list[Knock]:
        """Give knocks as soon as there are any; none: nothing came, or nothing will."""

    async def cover(self) -> list[Knock]:
        """Hear nothing from now on; gives what was heard up to then."""


class Work(ABC):
    """Something that is due at times. It may say more, or do more, than most works do."""

    @abstractmethod
    async def due_sites(self, sites: list[str]) -> list[str]:
        """Tell on which of some sites something is due."""

    @abstractmethod
    async def take_batch(self, site: str) -> object:
        """Do some of it."""

    async def answer(self, knock: Knock) -> bool:  # noqa: ARG002 - who listens looks at it
        """Do what was heard of; tells whether more may be due there than was done."""
        return True

    async def rest(self) -> bool:
        """Do some of what can wait until nothing is due; False when there is none of it."""
        return False

    def listening(self) -> AbstractAsyncContextManager[Ear]:
        """Hear of what comes in while the worker stays; most works leave that to rings."""
        return nullcontext(_Deaf())

    async def report(self, worker: str) -> None:  # noqa: B027 - of most works nobody asks
        """Say that a worker process is at it, if anything waits for that."""

    async def leave(self, worker: str) -> None:  # noqa: B027
        """Say that a worker process is going."""


OpenWork = Callable[[Store], AbstractAsyncContextManager[Work]]


class _Deaf:
    """Hears nothing, and waits for nothing."""

    async def hear(self, within_s: float) -> list[Knock]:  # noqa: ARG002 - as all that hear
        return []

    async def cover(self) -> list[Knock]:
        return []
