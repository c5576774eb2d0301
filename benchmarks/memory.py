"""What a comment costs in Redis, everything counted, in bytes; beside the same comment as JSON.

    python benchmarks/memory.py [COMMENTS]

Fills a server of its own through the use cases: comments of 200 characters are posted, half by
servers with an external id and half by pages with an idempotency key, scored, judged, and what was
held is decided by a person, each by an act of its own, so that every comment is decided in the end.
Everybody has an address, and either an account or an e-mail; they write 6 comments each on average,
some of them many; threads have 50. Limits on pace are off: all comes within minutes.

Prints the growth of `used_memory` for each comment at three times (while near-duplicates are looked
for; after that; and when idempotency keys have lapsed) and how it splits by kind of key. The ratio
is to a string of JSON with the same fields under a key of its own, with no index, history or event.
"""

import asyncio
import logging
import random
import sys
from collections import Counter

import orjson
from plausible import PlausibleScorer
from running import SECRET, SITE
from servers import throwaway_store
from words import SYLLABLES

from service.domain.audit import Actor, ActorKind
from service.domain.comments import Author, Draft, Thread
from service.domain.policy import Policy
from service.domain.pseudonyms import Pseudonyms
from service.domain.statuses import Action
from service.logs import configure_logs
from service.moderation.deciding import Decision, Seen, decide_all
from service.moderation.scoring import Scoring
from service.moderation.showing import show_comment
from service.moderation.sites import create_site
from service.moderation.submission import Intake, Submission
from service.settings import WorkSettings
from service.store.redis import Store

AT_ONCE = 200
LENGTH = 200
SITE_KEY = Actor(ActorKind.SITE, "0f3a9c2d")
ALICE = Actor(ActorKind.PERSON, "alice")


class Silence:
    """A doorbell: there is no worker here."""

    def ring(self, site: str) -> None:
        """Do nothing."""


def write_text(chance: random.Random) -> str:
    """Make up a comment of exactly `LENGTH` characters."""
    words: list[str] = []
    while sum(map(len, words)) + len(words) <= LENGTH:
        words.append("".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))))
    return " ".join(words)[: LENGTH - 1] + "."


def write_submission(chance: random.Random, number: int, total: int) -> Submission:
    """Make up a comment and who sent it: a fifth have an account, the others name and e-mail."""
    pseudonyms = Pseudonyms(SECRET)
    writer = (
        int(chance.paretovariate(1.2)) if chance.random() < 0.5 else chance.randrange(total // 6)
    )
    story = chance.randrange(total // 50 + 1)
    page = f"https://courier.example/2026/11/the-name-of-story-{story}"
    account = writer % 5 == 0
    draft = Draft(
        text=write_text(chance),
        thread=Thread(id=page, url=page, title=f"The headline of the story with number {story}"),
        author=Author(id=f"user-{writer}" if account else None, name=f"Reader {writer}"),
        external_id=f"wp-{number}" if number % 2 else None,
        email_hash=None if account else pseudonyms.of_email(SITE, f"{writer}@mail.example"),
        address_hash=pseudonyms.of_address(SITE, f"192.0.{writer % 250}.{writer % 199}"),
    )
    key = None if number % 2 else f"key-{number}"
    return Submission(site=SITE, draft=draft, actor=SITE_KEY, idempotency_key=key)


async def fill(store: Store, total: int) -> None:
    """Take comments through to a decision, page by page, as traffic does."""
    chance = random.Random(200)
    intake = Intake(store, Silence(), Pseudonyms(SECRET))
    scoring = Scoring(store, PlausibleScorer(), WorkSettings(batch_size=AT_ONCE))
    for first in range(0, total, AT_ONCE):
        numbers = range(first, min(total, first + AT_ONCE))
        await intake.submit_all(SITE, [write_submission(chance, n, total) for n in numbers])
        while await scoring.score_batch(SITE):
            pass
        held = (await store.queue.page(SITE, "priority", limit=AT_ONCE, cursor=None)).ids
        comments = [c for c in await store.comments.get_many(SITE, held) if c]
        for comment in comments:
            action = chance.choice([Action.APPROVE, Action.REJECT])
            decision = Decision(action=action, actor=ALICE)
            await decide_all(store, SITE, [Seen(comment.id, comment.version)], decision)


async def used(store: Store) -> int:
    """Ask how much is allocated, when nothing else is going on."""
    told = await store.connection.call("INFO", "memory")
    return int(told["used_memory"])


async def split(store: Store) -> Counter[str]:
    """Add up what keys cost by themselves, by kind."""
    sizes: Counter[str] = Counter()
    cursor = "0"
    while True:
        cursor, names = await store.connection.call("SCAN", cursor, "COUNT", 1000)
        costs = await store.connection.pipe([("MEMORY", "USAGE", k, "SAMPLES", 0) for k in names])
        for name, cost in zip(names, costs, strict=True):
            sizes[name.removeprefix(f"gr:{{{SITE}}}:").split(":")[0]] += cost or 0
        if int(cursor) == 0:
            return sizes


async def count(store: Store, family: str) -> int:
    """Count the keys of a kind."""
    script = "return #redis.call('KEYS', ARGV[1])"
    return int(await store.connection.call("EVAL", script, 0, f"gr:{{{SITE}}}:{family}:*"))


async def drop(store: Store, longest_s: float) -> None:
    """Let pass a time: drop what would have expired in it."""
    cursor = "0"
    while True:
        cursor, names = await store.connection.call("SCAN", cursor, "COUNT", 1000)
        lives = await store.connection.pipe([("PTTL", name) for name in names])
        gone = [k for k, life in zip(names, lives, strict=True) if 0 <= life <= longest_s * 1000]
        if gone:
            await store.connection.call("DEL", *gone)
        if int(cursor) == 0:
            return


async def as_json(store: Store) -> float:
    """Measure what the comments as strings of JSON would cost, each under a key of its own."""
    ids = await some_ids(store, 2_000)
    comments = [c for c in await store.comments.get_many(SITE, ids) if c]
    before = await used(store)
    commands = [("SET", f"json:{c.id}", orjson.dumps(show_comment(c))) for c in comments]
    await store.connection.pipe(commands)
    cost = (await used(store) - before) / len(comments)
    await store.connection.call("DEL", *(f"json:{c.id}" for c in comments))
    return cost


async def some_ids(store: Store, count: int) -> list[str]:
    """Name decided comments."""
    key = f"gr:{{{SITE}}}:status:approved"
    return list(await store.connection.call("ZRANGE", key, 0, count - 1))


async def report(store: Store, when: str, base: int, total: int, plain: float) -> None:
    """Print one time."""
    cost = (await used(store) - base) / total
    sizes = await split(store)
    print(f"{when}: {cost:,.0f} bytes a comment, ratio to JSON {cost / plain:.2f}")
    for family, size in sizes.most_common():
        if size / total >= 1:
            print(f"    {family:<12} {size / total:7.1f}")
    print(f"    {'(tables)':<12} {cost - sum(sizes.values()) / total:7.1f}")


async def measure(total: int) -> None:
    """Fill, and print what it costs."""
    async with throwaway_store("--appendfsync", "no") as store:
        configure_logs(logging.WARNING)
        calm = Policy(author_pace=10**6, address_pace=10**6)
        await create_site(store, SITE, "The Courier", [], calm)
        await store.connection.ping()
        base = await used(store)
        await fill(store, total)
        plain = await as_json(store)
        acts = await count(store, "act")
        print(f"{total:,} comments of {LENGTH} characters, {acts / total:.1%} decided by people")
        print(f"as JSON alone: {plain:,.0f} bytes each")
        await report(store, "while near-duplicates are looked for", base, total, plain)
        await drop(store, 1.5 * 3600)
        await report(store, "after that", base, total, plain)
        await drop(store, 48 * 3600)
        await report(store, "after two days, for good", base, total, plain)


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
