"""What comments that come in one by one feel of a rescoring beside them."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from contextlib import suppress

import numpy as np
from ordering import finish, order
from processes import working
from running import SECRET, SITE

from service.broker.celery import open_doorbell
from service.domain.audit import Actor, ActorKind
from service.domain.comments import Draft, Thread
from service.domain.pseudonyms import Pseudonyms
from service.domain.rescorings import Apply
from service.moderation.rescorings import find_rescoring
from service.moderation.submission import Intake, Receipt, Submission
from service.settings import RedisSettings, Settings
from service.store.redis import Store

PER_S = 100
ACTOR = Actor(ActorKind.SITE, "benchmark")


async def time_live(store: Store, redis: RedisSettings, texts: Sequence[str], s: float) -> float:
    """Take comments in at 100/s; give the 99th percentile of the time to decision, ms."""
    settings, ids = Settings(secret=SECRET, redis=redis), []
    with open_doorbell(settings) as doorbell:
        intake = Intake(store, doorbell, Pseudonyms(SECRET))
        began = time.perf_counter()
        for number, text in enumerate(itertools.islice(itertools.cycle(texts), int(s * PER_S))):
            draft = Draft(text=text, thread=Thread(id=f"live-{number}"))
            submission = Submission(site=SITE, draft=draft, actor=ACTOR)
            (receipt,) = await intake.submit_all(SITE, [submission])
            assert isinstance(receipt, Receipt)
            ids.append(receipt.comment_id)
            await asyncio.sleep(max(0.0, began + (number + 1) / PER_S - time.perf_counter()))
        while await store.pending.size(SITE):
            await asyncio.sleep(0.05)
    waits = []
    for comment_id in ids:
        accepted, decided, *_more = await store.comments.history(SITE, comment_id)
        waits.append(decided.at - accepted.at)
    return float(np.percentile(waits, 99))


async def measure_live(
    store: Store, redis: RedisSettings, model: str, texts: Sequence[str], s: float
) -> tuple[float, float, float]:
    """Give the 99th percentile of the time to decision, without and with a rescoring beside it.

    The third is how many comments a second are rescored meanwhile.
    """
    with working(redis, "-m", "workers", "worker"), working(redis, "-m", "workers", "bulk"):
        await finish(store, await order(store, model, Apply.NONE, until=1))
        await time_live(store, redis, texts, 3)  # it is at work
        alone = await time_live(store, redis, texts, s)
        ordered: list[str] = []
        beside = asyncio.create_task(_without_end(store, model, ordered))
        await asyncio.sleep(1)
        done, began = await _done(store, ordered), time.perf_counter()
        together = await time_live(store, redis, texts, s)
        rate = (await _done(store, ordered) - done) / (time.perf_counter() - began)
        beside.cancel()
        with suppress(asyncio.CancelledError):
            await beside
    return alone, together, rate


async def _without_end(store: Store, model: str, ordered: list[str]) -> None:
    while True:
        rescoring = await order(store, model, Apply.DECISIONS)
        ordered.append(rescoring.id)
        await finish(store, rescoring)


async def _done(store: Store, ids: Sequence[str]) -> int:
    return sum([(await find_rescoring(store, SITE, id_)).done for id_ in ids])
