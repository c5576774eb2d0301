"""What the review queue costs at a million held comments, beside a thousand, in one run.

    python benchmarks/review_queue.py [MANY]

Each size has a server of its own. Comments are accepted and held one by one by the scripts that do
it in the product, over connections side by side; only the words and scores are made up. Then both
are asked in turn, so that what else the machine does hits both: pages in every order, of a reason,
of a label, one far down, counts by reason, and claims with their release. Prints the median of
each, and the ratio, to be under 2.
"""

import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from statistics import median

import uuid_utils
from running import SITE
from servers import throwaway_store

from service.domain.audit import Actor, ActorKind
from service.domain.comments import Author, Comment, Draft, Thread, identities, revision_of
from service.domain.policy import Policy
from service.domain.statuses import Status
from service.domain.verdicts import LABELS, Reason, ReasonCode, Verdict
from service.moderation.reviewing import ReviewQuery, read_queue
from service.moderation.sites import create_site
from service.store.arrivals import Arrival
from service.store.redis import Store
from service.store.review_queue import Wanted
from service.store.transitions import Ruling

FEW, MANY, ROUNDS = 1_000, 1_000_000, 200
AT_ONCE, LANES = 250, 4
BOB = Actor(ActorKind.SITE, "0f3a9c2d")
CODES = (ReasonCode.SCORE, ReasonCode.TOO_LONG, ReasonCode.REPEATED, ReasonCode.UNFAMILIAR)

Call = Callable[[], Awaitable[object]]


def write_draft(chance: random.Random, number: int) -> Draft:
    """Make up a comment."""
    thread = f"https://courier.example/{chance.randrange(2_000)}"
    return Draft(
        text=f"Comment number {number} says what it says, and nothing else is like it.",
        thread=Thread(id=thread, url=thread),
        author=Author(id=f"user-{chance.randrange(50_000)}"),
    )


def hold(chance: random.Random, sent: Arrival, now: int) -> Ruling:
    """Rule on a comment as a worker does that has just read it."""
    draft, revision = sent.draft, revision_of(sent.draft.text)
    scores = {label: round(chance.betavariate(0.6, 6), 4) for label in LABELS}
    reasons = [Reason(code=code, detail="Made up.") for code in chance.sample(CODES, 2)]
    return Ruling(
        comment=Comment(
            id=sent.id,
            site=SITE,
            thread=draft.thread,
            author=draft.author,
            text=draft.text,
            status=Status.PENDING,
            version=1,
            revision=revision,
            created_at=now,
            received_at=now,
            identities=identities(draft.author.id, None, None),
        ),
        verdict=Verdict(Status.HELD, tuple(reasons)),
        scores=scores,
        model="m-3f9c0a12b7d4",
        policy=Policy(),
        flood=revision,
    )


async def fill(store: Store, total: int) -> None:
    """Hold so many comments, some lanes side by side."""
    await create_site(store, SITE, "The Courier", [])
    numbers = iter(range(0, total, AT_ONCE))

    async def work(lane: int) -> None:
        chance = random.Random(lane)
        for first in numbers:
            count = min(AT_ONCE, total - first)
            drafts = [write_draft(chance, first + n) for n in range(count)]
            arrivals = [
                Arrival(id=str(uuid_utils.uuid7()), draft=draft, actor=BOB, digest="")
                for draft in drafts
            ]
            await store.comments.accept(SITE, arrivals)
            now = int(time.time() * 1000)
            await store.comments.apply_verdicts(SITE, [hold(chance, a, now) for a in arrivals])

    await asyncio.gather(*map(work, range(LANES)))
    assert await store.queue.size(SITE) == total


async def calls_of(store: Store) -> dict[str, Call]:
    """Name what is asked."""

    def page(**asked: object) -> Call:
        return lambda: read_queue(store, SITE, ReviewQuery(**asked))  # type: ignore[arg-type]

    async def claim_and_release(wanted: Wanted) -> None:
        assert await store.queue.claim(SITE, wanted, "alice", lease_s=60)
        await store.queue.release(SITE, "alice")

    later = None
    for _ in range(8):
        later = (await read_queue(store, SITE, ReviewQuery(cursor=later))).next_cursor
    by_reason = Wanted(count=10, place=f"reason:{ReasonCode.SCORE}")
    return {
        "page by priority": page(),
        "the ninth page": page(cursor=later),
        "page of the newest": page(order="newest"),
        "page of the oldest": page(order="oldest"),
        "page of a reason": page(reason=ReasonCode.SCORE),
        "page by a label's score": page(order="score", label="threat"),
        "page of one author": page(author="nobody"),
        "counts by reason": lambda: store.queue.count_reasons(SITE),
        "claim 10, give back": lambda: claim_and_release(Wanted(count=10)),
        "claim 10 of a reason": lambda: claim_and_release(by_reason),
    }


async def time_of(call: Call) -> float:
    """Measure one call, in ms."""
    began = time.perf_counter()
    await call()
    return (time.perf_counter() - began) * 1000


async def measure(many: int) -> None:
    """Fill both, ask both in turn, and print."""
    async with AsyncExitStack() as opened:
        asked = []
        for total in (FEW, many):
            server = throwaway_store("--appendonly", "no")
            store = await opened.enter_async_context(server)
            began = time.perf_counter()
            await fill(store, total)
            print(f"{total:>9,} held in {time.perf_counter() - began:,.0f} s", flush=True)
            asked.append(await calls_of(store))
        for name in asked[0]:
            rounds = 20 if "author" in name else ROUNDS
            times = [[await time_of(calls[name]) for calls in asked] for _ in range(rounds)]
            few, lots = (median(column) for column in zip(*times, strict=True))
            print(f"{name:<24} {few:7.2f} ms {lots:7.2f} ms   ratio {lots / few:.2f}")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
