"""What accepting, deciding and reading cost once much is kept, beside when little is.

    python benchmarks/growth.py [MANY]

Two servers, one with a thousand comments and one with MANY, filled by the scripts that do it in the
product; then both are asked in turn, so that what else the machine does hits both. All comments of
the smaller are in one thread, and so are those of the larger: the thread page is asked for in a
thread of that size. Prints the median of each, the ratio, to be under 2, and what a comment takes
of memory in both. (`review_queue.py` does the same for the queue.)
"""

import asyncio
import random
import sys
import time
from contextlib import AsyncExitStack
from statistics import median

import uuid_utils
from review_queue import AT_ONCE, BOB, LANES, SITE, Call, hold, time_of, write_draft
from servers import throwaway_store

from service.domain.comments import Thread
from service.domain.statuses import Status
from service.domain.verdicts import CLEAN, Verdict
from service.moderation.sites import create_site
from service.store.arrivals import Arrival
from service.store.redis import Store
from service.store.transitions import Ruling

FEW, MANY, ROUNDS = 1_000, 1_000_000, 300
PAGE = 50


class Record:
    """A record that grows by one comment at a time."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.ids: list[str] = []
        self._chance = random.Random(seed)
        self._undecided: Arrival | None = None

    def arrival(self) -> Arrival:
        """Make up a comment of the one thread."""
        draft = write_draft(self._chance, self._chance.randrange(10**9))
        object.__setattr__(draft, "thread", Thread(id="one"))
        self.ids.append(str(uuid_utils.uuid7()))
        return Arrival(id=self.ids[-1], draft=draft, actor=BOB, digest="")

    def approve(self, sent: Arrival) -> Ruling:
        """Approve it, as most are."""
        ruling = hold(self._chance, sent, int(time.time() * 1000))
        object.__setattr__(ruling, "verdict", Verdict(Status.APPROVED, (CLEAN,)))
        object.__setattr__(ruling, "flood", None)
        return ruling

    async def fill(self, total: int) -> None:
        """Accept and approve so many."""
        await create_site(self.store, SITE, "The Courier", [])
        rounds = iter(range(0, total, AT_ONCE))

        async def work() -> None:
            for _ in rounds:
                arrivals = [self.arrival() for _ in range(AT_ONCE)]
                await self.store.comments.accept(SITE, arrivals)
                await self.store.comments.apply_verdicts(SITE, list(map(self.approve, arrivals)))

        await asyncio.gather(*(work() for _ in range(LANES)))

    async def accept(self) -> None:
        """Accept one."""
        self._undecided = self.arrival()
        await self.store.comments.accept(SITE, [self._undecided])

    async def decide(self) -> None:
        """Decide the one that was accepted last."""
        assert self._undecided
        await self.store.comments.apply_verdicts(SITE, [self.approve(self._undecided)])

    async def read(self) -> None:
        """Read one that came at some time."""
        assert await self.store.comments.get(SITE, self._chance.choice(self.ids))

    async def read_thread(self) -> None:
        """Read the first page of the thread."""
        page = await self.store.listings.thread(SITE, "one", limit=PAGE, cursor=None)
        assert len(await self.store.comments.get_many(SITE, page.ids)) == PAGE

    async def bytes_each(self) -> float:
        """Tell what a comment takes, all told."""
        memory = await self.store.connection.call("INFO", "memory")
        return float(memory["used_memory"]) / len(self.ids)


def calls_of(record: Record) -> dict[str, Call]:
    """Name what is asked, in this order."""
    return {
        "accept one": record.accept,
        "decide it": record.decide,
        "read one": record.read,
        "thread page of 50": record.read_thread,
    }


async def measure(many: int) -> None:
    """Fill both, ask both in turn, and print."""
    async with AsyncExitStack() as opened:
        records = []
        for total in (FEW, many):
            store = await opened.enter_async_context(throwaway_store("--appendonly", "no"))
            records.append(record := Record(store, total))
            began = time.perf_counter()
            await record.fill(total)
            took = time.perf_counter() - began
            print(f"{total:>9,} in {took:,.0f} s, {await record.bytes_each():,.0f} bytes each")
        asked = [calls_of(record) for record in records]
        times: dict[str, list[list[float]]] = {name: [] for name in asked[0]}
        for _ in range(ROUNDS):
            for name, measured in times.items():
                measured.append([await time_of(calls[name]) for calls in asked])
        for name, measured in times.items():
            few, lots = (median(column) for column in zip(*measured, strict=True))
            print(f"{name:<20} {few:7.2f} ms {lots:7.2f} ms   ratio {lots / few:.2f}")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
