"""What it takes to rescore stored comments in bulk, and what live ones feel of it.

    python benchmarks/rescoring.py [--comments 1000000] [--corpus FILE …] [--live SECONDS]

Fills a Redis of its own, with `appendfsync always`, with comments that were judged by a model
before; every twentieth verdict is another one than the model that ships comes to. Then it starts
one bulk worker, orders two rescorings and waits: `scores`, then `decisions`. Texts are made up, or
taken from corpora: JSON lines with a `text`, gzipped or not.

Ratios: to one Celery message for each comment, which reads, scores and writes that comment alone;
to the model alone, which scores the same texts in this process. At last comments come in at 100/s,
first by themselves and then beside a rescoring; their time to decision is told by the audit log.
"""

import argparse
import asyncio
import itertools
import time
from collections.abc import Sequence
from pathlib import Path

from judged import fill, judge_all, read_texts
from live import PER_S, measure_live
from one_message_each import MODEL, publish
from ordering import finish, order, rate_of
from processes import cpu_of, cpu_of_redis, working
from running import SECRET, SITE
from servers import throwaway_server

from classifier.artifacts import SHIPPED
from classifier.scorer import Scorer
from service.domain.rescorings import Apply
from service.domain.statuses import Status
from service.moderation.sites import create_site
from service.settings import RedisSettings, Settings
from service.store.redis import Store, open_store

ALONE = 3_000


async def measure_bulk(store: Store, redis: RedisSettings, model: str) -> dict[Apply, float]:
    """Give comments a second of rescorings with one bulk worker."""
    rates = {}
    # Nobody else is at work, so there is nobody to stand back behind.
    with working(redis, "-m", "workers", "bulk", GREENROOM_BULK_NICE="0") as worker:
        await finish(store, await order(store, model, Apply.NONE, until=1))  # it is at work
        for apply in (Apply.SCORES, Apply.DECISIONS):
            used = cpu_of(worker), await cpu_of_redis(store)
            done = await finish(store, await order(store, model, apply))
            rates[apply] = rate_of(done)
            by_worker = (cpu_of(worker) - used[0]) / done.done * 1e6
            by_redis = (await cpu_of_redis(store) - used[1]) / done.done * 1e6
            print(
                f"apply {apply}: {done.done:,} comments, {done.changed:,} verdicts others, "
                f"{done.errors} errors: {rates[apply]:,.0f}/s; "
                f"processor time for each comment: worker {by_worker:.1f} µs, "
                f"Redis {by_redis:.1f} µs"
            )
    return rates


async def measure_messages(store: Store, redis: RedisSettings) -> float:
    """Give comments a second with one Celery message for each."""
    page = await store.listings.by_status(SITE, Status.APPROVED, limit=200, cursor=None)
    ids = list(itertools.islice(itertools.cycle(page.ids), ALONE))
    last = page.ids[-1]
    settings = Settings(secret=SECRET, redis=redis)
    with working(redis, str(Path(__file__).with_name("one_message_each.py"))):
        await asyncio.to_thread(publish, settings, [last])
        await _until_model(store, last)
        began = time.perf_counter()
        await asyncio.to_thread(publish, settings, [*ids, mark := page.ids[-2]])
        await _until_model(store, mark)
        return (len(ids) + 1) / (time.perf_counter() - began)


async def _until_model(store: Store, comment_id: str) -> None:
    while (
        comment := await store.comments.get(SITE, comment_id)
    ) and comment.model != f"{MODEL}-last":
        await asyncio.sleep(0.01)


def measure_scorer(scorer: Scorer, texts: Sequence[str]) -> float:
    """Give comments a second of the model alone, in pages as large as those of a rescoring."""
    began = time.perf_counter()
    for at in range(0, len(texts), 256):
        scorer.score(texts[at : at + 256])
    return len(texts) / (time.perf_counter() - began)


def patient(url: str) -> RedisSettings:
    """Say how a server is reached, with time for whole batches."""
    return RedisSettings(url=url, timeout_s=60)


async def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--corpus", type=Path, nargs="*", default=[])
    parser.add_argument("--live", type=float, default=20)
    asked = parser.parse_args()
    scorer = Scorer.load(SHIPPED)
    scorer.warm_up()
    texts = read_texts(asked.corpus, asked.comments)
    known = judge_all(scorer, texts)
    async with throwaway_server() as server, open_store(redis := patient(server)) as store:
        await create_site(store, SITE, "The Courier", [])
        began = time.perf_counter()
        await fill(store, known, asked.comments)
        mean = sum(map(len, texts)) / len(texts)
        print(
            f"{asked.comments:,} comments of {mean:.0f} characters on average, from {len(texts):,} "
            f"texts, stored in {time.perf_counter() - began:.0f} s"
        )
        rates = await measure_bulk(store, redis, scorer.model_id)
        messages = await measure_messages(store, redis)
        alone = measure_scorer(scorer, texts[:50_000])
        print(f"one Celery message for each comment: {messages:,.0f}/s")
        print(f"the model alone: {alone:,.0f}/s")
        for apply, rate in rates.items():
            print(
                f"apply {apply}: {rate / messages:.1f} times one message for each, "
                f"{rate / alone:.2f} times the model alone"
            )
        calm, busy, rate = await measure_live(store, redis, scorer.model_id, texts, asked.live)
        print(
            f"time to decision at {PER_S}/s, 99th percentile: {calm:.0f} ms alone, "
            f"{busy:.0f} ms beside a rescoring: {busy / calm:.2f} times; "
            f"it goes on at {rate:,.0f}/s"
        )


if __name__ == "__main__":
    asyncio.run(main())
