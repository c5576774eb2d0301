"""Comments that were judged before, stored in bulk for rescorings to find."""

import asyncio
import gzip
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
import uuid_utils
from running import SITE
from words import SYLLABLES

from classifier.scorer import Scorer
from service.domain.audit import Actor, ActorKind
from service.domain.cases import Case
from service.domain.comments import Author, Draft, Thread
from service.domain.judging import judge
from service.domain.policy import Policy, refuses
from service.domain.statuses import Status
from service.domain.verdicts import CLEAN, Reason, ReasonCode, Scores, Verdict
from service.moderation.models import recommended
from service.store.arrivals import Arrival
from service.store.redis import Store
from service.store.transitions import Ruling

CHANGED = 20
"""Of so many verdicts one is another than the model comes to."""
AT_ONCE, LANES = 250, 3
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
