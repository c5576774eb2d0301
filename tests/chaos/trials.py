"""One trial: everything runs, people post and decide, faults happen, and then it is counted."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from service.domain.sites import Scope, Site
from service.moderation.sites import create_site
from service.moderation.webhooks import create_webhook
from service.settings import RedisSettings, WebhookSettings
from service.store.redis import Store, open_store
from tests import callers
from tests.chaos.faults import END_CLAIMS, Fault
from tests.chaos.findings import find_wrongs
from tests.chaos.houses import open_house
from tests.chaos.ledgers import Ledger
from tests.chaos.people import Person, decide_comments, post_comments
from tests.integration.waiting import until
from tests.parts import is_open
from tests.receivers import Receiver, receiving

SITE = "courier"
POSTERS, PER_S = 3, 6.0
MODERATORS = ("ann", "bea")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to happen."""

    seed: int
    faults: Sequence[Fault]
    """In this order, while people are at work."""
    afterwards: Sequence[Fault] = ()
    """When they have gone."""
    settle_s: float = 60.0
    """How long everything may take to come to rest when all faults are over."""
    environment: dict[str, str] = field(default_factory=dict)
    """What the parts are told beyond the usual."""


@dataclass(frozen=True)
class Result:
    """What came of it."""

    ledger: Ledger
    wrongs: list[str]

    def __str__(self) -> str:
        done = ", ".join(f"{name} {n}" for name, n in sorted(self.ledger.faults.items()))
        answers = ", ".join(f"{code}: {n}" for code, n in sorted(self.ledger.answers.items()))
        return (
            f"{self.ledger.faults.total()} faults ({done})\n"
            f"{len(self.ledger.accepted)} comments accepted, {len(self.ledger.unknown)} given up, "
            f"{len(self.ledger.decided)} decided by people; answers {answers}\n"
            f"{len(self.wrongs)} wrongs"
        )


async def run(plan: Plan) -> Result:
    """Carry a plan out."""
    ledger, chance = Ledger(), random.Random(plan.seed)
    async with (
        open_house(**plan.environment) as house,
        open_store(RedisSettings(url=house.record.url)) as store,
        receiving() as receiver,
    ):
        keys = await set_up(store, receiver)
        await until(lambda: is_open(house.url), 60)
        async with people_at_work(house.url, keys, ledger, plan.seed):
            for fault in plan.faults:
                await asyncio.sleep(chance.uniform(0.5, 1.5))
                await fault(house, chance)
                name = getattr(fault, "__name__", str(fault))
                ledger.faults[name] += 1
                if name in END_CLAIMS:
                    ledger.claimed.clear()
            await asyncio.sleep(1)
        for fault in plan.afterwards:
            await fault(house, chance)
        await settle(store, plan.settle_s)
        return Result(ledger, await find_wrongs(store, SITE, ledger, receiver))


async def set_up(store: Store, receiver: Receiver) -> list[str]:
    """Open the site; give the key of those who post, and one for each moderator."""
    site: Site = await create_site(store, SITE, "The Courier")
    private = WebhookSettings(allow_private=True)
    await create_webhook(store, site.name, receiver.url, ["comment.decided"], private)
    scopes = [Scope.SUBMIT, *[Scope.MODERATE] * len(MODERATORS)]
    headers = [await callers.server(store, SITE, scope) for scope in scopes]
    return [given["Authorization"].removeprefix("Bearer ") for given in headers]


@asynccontextmanager
async def people_at_work(
    url: str, keys: Sequence[str], ledger: Ledger, seed: int
) -> AsyncIterator[None]:
    """Let people post and decide; with the context's end they finish what they are at."""
    going_on = True
    posters = [Person(url, keys[0], ledger, seed * 100 + n) for n in range(POSTERS)]
    moderators = [Person(url, key, ledger, seed * 200 + n) for n, key in enumerate(keys[1:])]
    async with asyncio.TaskGroup() as work:
        for poster in posters:
            work.create_task(post_comments(poster, PER_S, lambda: going_on))
        for name, moderator in zip(MODERATORS, moderators, strict=True):
            work.create_task(decide_comments(moderator, name, lambda: going_on))
        yield
        going_on = False
    for person in (*posters, *moderators):
        await person.close()


async def settle(store: Store, within_s: float) -> None:
    """Wait until there is nothing left to do, or long enough: what is stuck is counted then."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if not await store.pending.size(SITE) and not await store.outbox.size(SITE):
            return
        await asyncio.sleep(0.2)
