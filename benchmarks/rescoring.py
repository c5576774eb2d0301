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
import gzip
import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
import uuid_utils
from one_message_each import MODEL, publish
from servers import throwaway_server
from words import SYLLABLES

from classifier.artifacts import SHIPPED
from classifier.scorer import Scorer
from service.broker.celery import open_doorbell
from service.domain.audit import Actor, ActorKind
from service.domain.cases import Case
from service.domain.comments import Author, Draft, Thread
from service.domain.judging import judge
from service.domain.policy import Policy, refuses
from service.domain.pseudonyms import Pseudonyms
from service.domain.rescorings import Apply, Order, Rescoring, Selection, State
from service.domain.statuses import Status
from service.domain.verdicts import CLEAN, Reason, ReasonCode, Scores, Verdict
from service.moderation.models import recommended
from service.moderation.rescorings import begin, find_rescoring
from service.moderation.sites import create_site
from service.moderation.submission import Intake, Receipt, Submission
from service.settings import RedisSettings, Settings
from service.store.arrivals import Arrival
from service.store.redis import Store, open_store
from service.store.transitions import Ruling

SITE = "courier"
CHANGED = 20
"""Every so manieth verdict changes."""
SECRET = "a secret for benchmarks, of 32 or more"
AT_ONCE, LANES, ALONE, PER_S = 250, 3, 3_000, 100
ACTOR = Actor(ActorKind.SITE, "benchmark")
DOUBTFUL = Reason(code=ReasonCode.SCORE, detail="Scored 0.50.", label="toxicity", value=0.5)


@dataclass(frozen=True)
class Known:
    """A text, and what was made of it before."""

    text: str
    verdict: Verdict
    scores: Scores


def read_texts(paths: Sequence[Path], most: int) -> list[str]:
    """Read the texts of corpora, or make some up."""
    chance = random.Random(1)
    texts = [
        row["text"]
        for path in paths
        for row in map(orjson.loads, _lines(path))
        if row.get("text", "").strip()
    ]
    if not paths:
        lengths = (chance.randint(5, 60) for _ in range(min(most, 50_000)))
        texts = [" ".join(chance.choices(SYLLABLES, k=length)) for length in lengths]
    chance.shuffle(texts)
    return texts[:most]


def _lines(path: Path) -> list[bytes]:
    written = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return written.splitlines()


def judge_all(scorer: Scorer, texts: Sequence[str]) -> list[Known]:
    """Judge texts as the model and the policy do that are in force now."""
    thresholds, policy = recommended(scorer), Policy()
    trusted = scorer.is_trusted(texts)
    known = []
    for text, row, trust in zip(texts, scorer.score(texts), trusted, strict=True):
        scores = {x: round(float(p), 4) for x, p in zip(scorer.labels, row, strict=True)}
        hedged = refuses(thresholds, scores) and scorer.is_hedged(text, *scorer.detect([text]))
        case = Case(
            text=text,
            policy=policy,
            thresholds=thresholds,
            scores=scores,
            trusted=bool(trust),
            hedged=hedged,
        )
        known.append(Known(text, judge(case), scores))
    return known


def before(known: Known, number: int) -> Verdict:
    """Give the verdict that stands: every twentieth is another one."""
    if number % CHANGED:
        return known.verdict
    if known.verdict.status is Status.APPROVED:
        return Verdict(Status.HELD, (DOUBTFUL,))
    return Verdict(Status.APPROVED, (CLEAN,))


async def fill(store: Store, known: Sequence[Known], count: int) -> None:
    """Take comments in and decide them; Redis has some to write while others are prepared."""
    parts = iter(range(0, count, AT_ONCE))

    async def fill_some() -> None:
        for first in parts:
            await fill_part(store, known, range(first, min(first + AT_ONCE, count)))

    await asyncio.gather(*(fill_some() for _ in range(LANES)))


async def fill_part(store: Store, known: Sequence[Known], numbers: Sequence[int]) -> None:
    """Take some in and decide them."""
    part = {f"{uuid_utils.uuid7()}": number for number in numbers}
    arriving = [
        _arrival(id_, known[number % len(known)].text, number) for id_, number in part.items()
    ]
    await store.comments.accept(SITE, arriving)
    comments = await store.comments.get_many(SITE, [*part])
    rulings = [
        Ruling(
            comment=comment,
            verdict=before(known[number % len(known)], number),
            scores=known[number % len(known)].scores,
            model="m-before",
            policy=Policy(),
        )
        for number, comment in zip(numbers, comments, strict=True)
        if comment is not None
    ]
    await store.comments.apply_verdicts(SITE, rulings)


def _arrival(comment_id: str, text: str, number: int) -> Arrival:
    draft = Draft(
        text=text,
        thread=Thread(id=f"thread-{number // 50}"),
        author=Author(name="Dora"),
        email_hash=f"reader-{number // 6}",
    )
    return Arrival(id=comment_id, draft=draft, actor=ACTOR, digest=str(number))


@contextmanager
def running(redis: RedisSettings, *command: str, **more: str) -> Iterator[int]:
    """Keep a process of the workers running; gives the id of its group."""
    environment = {
        **os.environ,
        "GREENROOM_SECRET": SECRET,
        "GREENROOM_REDIS_URL": redis.url,
        "GREENROOM_WORK_SWEEP_S": "0.5",
        **more,
    }
    process = subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


async def order(store: Store, model: str, apply: Apply, **selection: int) -> Rescoring:
    """Order a rescoring."""
    ordered = Order(
        selection=Selection(**selection), model=model, policy=Policy(), apply=apply, by="site:x"
    )
    return await begin(store, SITE, ordered)


async def finish(store: Store, rescoring: Rescoring) -> Rescoring:
    """Wait for the end of a rescoring."""
    while rescoring.state is not State.DONE:
        await asyncio.sleep(0.05)
        rescoring = await find_rescoring(store, SITE, rescoring.id)
    return rescoring


def rate_of(rescoring: Rescoring) -> float:
    """Give comments a second, from the order to the end."""
    return rescoring.done * 1000 / ((rescoring.ended_at or 0) - rescoring.created_at)


async def measure_bulk(store: Store, redis: RedisSettings, model: str) -> dict[Apply, float]:
    """Give comments a second of rescorings with one bulk worker."""
    rates = {}
    # Nobody else is at work, so there is nobody to stand back behind.
    with running(redis, "-m", "workers", "bulk", GREENROOM_BULK_NICE="0") as worker:
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


def cpu_of(group: int) -> float:
    """Give the processor time of a process and its children so far, s."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def cpu_of_redis(store: Store) -> float:
    """Give the processor time of the server so far, s."""
    told = await store.connection.call("INFO", "cpu")
    return float(told["used_cpu_user"]) + float(told["used_cpu_sys"])


async def measure_messages(store: Store, redis: RedisSettings) -> float:
    """Give comments a second with one Celery message for each."""
    page = await store.listings.by_status(SITE, Status.APPROVED, limit=200, cursor=None)
    ids = list(itertools.islice(itertools.cycle(page.ids), ALONE))
    last = page.ids[-1]
    settings = Settings(secret=SECRET, redis=redis)
    with running(redis, str(Path(__file__).with_name("one_message_each.py"))):
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
    with running(redis, "-m", "workers", "worker"), running(redis, "-m", "workers", "bulk"):
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
