"""A rescoring in the middle of which workers and Redis are killed, and people go on deciding."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from service.artifacts import load_own
from service.domain.audit import ActorKind
from service.domain.comments import Comment, DecidedBy
from service.domain.errors import UnavailableError
from service.domain.policy import Policy
from service.domain.rescorings import Apply, Order, Rescoring, State
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.domain.verdicts import CLEAN, Verdict
from service.moderation.models import Scorer
from service.moderation.rescoring import Rescorer
from service.moderation.rescorings import begin, find_rescoring
from service.moderation.sites import create_site
from service.settings import BulkSettings, RedisSettings, Settings
from service.store.arrivals import Arrival
from service.store.integrity import check_site
from service.store.redis import Store, open_store
from service.store.transitions import Ruling
from tests.drafts import arrival, draft
from tests.integration.waiting import until
from tests.moderation.people_at_work import decided
from tests.parts import Part
from tests.rulings import TOXIC
from tests.servers import Server

NAME = "courier"
TEXTS = (
    "What a fine harbour that is, number {}.",
    "You are a stupid, worthless idiot, number {}.",
    "Cheap pills, number {}: buy now at http://pills.example and http://more.example",
    "I do not agree with the council, number {}.",
)
COMMENTS = 1_500


class OneModel:
    """The model that ships, deciding wherever it is asked for."""

    def __init__(self, settings: Settings) -> None:
        self._scorer = load_own(settings)

    def deciding(self, site: str) -> Scorer:
        return self._scorer

    async def get(self, model_id: str) -> Scorer:
        return self._scorer


async def fill(store: Store, arrivals: Sequence[Arrival]) -> list[str]:
    """Take comments in; a model before has let most out, and held every third."""
    await store.comments.accept(NAME, arrivals)
    comments = await store.comments.get_many(NAME, [arrival.id for arrival in arrivals])
    held, out = Verdict(Status.HELD, (TOXIC,)), Verdict(Status.APPROVED, (CLEAN,))
    rulings = [
        Ruling(
            comment=comment,
            verdict=out if number % 3 else held,
            scores={"toxicity": 0.5},
            model="m-before",
            policy=Policy(),
        )
        for number, comment in enumerate(comments)
        if comment is not None
    ]
    await store.comments.apply_verdicts(NAME, rulings)
    return [arrival.id for arrival in arrivals]


async def read(store: Store, ids: Sequence[str]) -> list[Comment]:
    return [comment for comment in await store.comments.get_many(NAME, ids) if comment]


def outcome(comment: Comment) -> tuple[object, ...]:
    """Give what a rescoring may change of a comment."""
    return (
        *(comment.id, comment.status, comment.version, comment.reasons, comment.scores),
        *(comment.model, comment.policy, comment.decided_by, comment.awaits),
    )


async def undisturbed(
    redis: RedisSettings, models: OneModel, arrivals: Sequence[Arrival]
) -> tuple[dict[str, Comment], Rescoring]:
    """Rescore the same comments elsewhere, in one go."""
    async with open_store(redis) as store:
        await create_site(store, NAME, "The Courier", [])
        ids = await fill(store, arrivals)
        rescoring = await begin(store, NAME, order(models))
        while await store.rescorings.due_sites([NAME]):
            await Rescorer(store, models, BulkSettings()).work(NAME)
        done = await find_rescoring(store, NAME, rescoring.id)
        return {comment.id: comment for comment in await read(store, ids)}, done


def order(models: OneModel) -> Order:
    model = models.deciding(NAME).model_id
    return Order(model=model, policy=Policy(), apply=Apply.DECISIONS, by="site:bobs-key")


async def test_whoever_is_killed_the_result_is_that_of_an_undisturbed_run(
    server: Server,
    redis_server: Server,
    settings: Settings,
    store: Store,
    site: Site,
    bulk: Part,
) -> None:
    chance = random.Random(7)
    arrivals = [arrival(draft(TEXTS[n % 4].format(n))) for n in range(COMMENTS)]
    redis_server.redis.flushall()
    models = OneModel(settings)
    expected, calm = await undisturbed(RedisSettings(url=redis_server.url), models, arrivals)
    ids = await fill(store, arrivals)
    rescoring = await begin(store, NAME, order(models))
    bulk.start()
    by_alice: dict[str, Comment] = {}

    watched = Watched(store, rescoring.id, bulk)
    for victim in ("worker", "redis", "worker", "redis", "worker"):
        await until(partial(watched.is_beyond, await watched.done() + 25), within_s=60)
        by_alice |= await decide_some(store, chance.sample(ids, 10))
        await asyncio.sleep(chance.random() / 10)
        assert await watched.done() < COMMENTS, "it was over before the killing was"
        if victim == "worker":
            bulk.kill()
            bulk.start()
        else:
            server.kill()
            await asyncio.sleep(chance.random() / 2)
            server.start()

    await until(watched.has_ended, within_s=90)
    after = await read(store, ids)
    others = [comment for comment in after if comment.id not in by_alice]
    assert [outcome(c) for c in others] == [outcome(expected[c.id]) for c in others]
    ended = await find_rescoring(store, NAME, rescoring.id)
    assert (ended.state, ended.done, ended.errors) == (State.DONE, COMMENTS, 0)
    assert ended.changed == await times_rescored(store, ids) > calm.changed // 2
    assert await check_site(store.connection, NAME) == []
    for comment in (comment for comment in after if comment.id in by_alice):
        stands = by_alice[comment.id]
        assert (comment.status, comment.version) == (stands.status, stands.version)
        assert (comment.decided_by, comment.model) == (DecidedBy.PERSON, ended.order.model)


@dataclass(frozen=True)
class Watched:
    """A rescoring that is looked at, whatever happens to Redis, by workers that are kept up."""

    store: Store
    id: str
    bulk: Part

    async def done(self) -> int:
        try:
            return (await find_rescoring(self.store, NAME, self.id)).done
        except UnavailableError:
            return -1

    async def is_beyond(self, done: int) -> bool:
        self._keep_up()
        return await self.done() >= done

    async def has_ended(self) -> bool:
        self._keep_up()
        try:
            return (await find_rescoring(self.store, NAME, self.id)).state is State.DONE
        except UnavailableError:
            return False

    def _keep_up(self) -> None:
        """Start the worker that has ended: Celery gives up at times."""
        if not self.bulk.is_running():
            self.bulk.start()


async def decide_some(store: Store, ids: Sequence[str]) -> dict[str, Comment]:
    """Have Alice decide some comments as they are now, whatever the workers are at."""
    comments = await read(store, ids)
    let_out = [comment for comment in comments if comment.status is not Status.APPROVED]
    refused = [comment for comment in comments if comment.status is Status.APPROVED]
    results = [
        *(await decided(store, let_out, Action.APPROVE)).results,
        *(await decided(store, refused, Action.SPAM)).results,
    ]
    return {result.id: result for result in results if isinstance(result, Comment)}


async def times_rescored(store: Store, ids: Sequence[str]) -> int:
    """Count the entries that rescoring made in the histories of comments."""
    histories = await asyncio.gather(*(store.comments.history(NAME, id_) for id_ in ids))
    entries = [entry for history in histories for entry in history if entry.action == "rescore"]
    assert all(entry.actor.kind is ActorKind.POLICY for entry in entries)
    return len(entries)
