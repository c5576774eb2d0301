"""What requests need, opened when the process starts and closed when it ends."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from anyio import to_thread
from fastapi import FastAPI
from starlette.types import Lifespan

from service.api.lookups import Lookups
from service.api.origins import KnownOrigins
from service.api.state import AppState
from service.artifacts import load_own, load_package, open_folder, own_folder
from service.broker.celery import open_doorbell
from service.broker.tasks import TaskName
from service.domain.pseudonyms import Pseudonyms
from service.metrics import Metrics
from service.moderation.assessing import Assessor
from service.moderation.models import Scorer
from service.moderation.shelf import Shelf
from service.moderation.submission import Intake
from service.settings import Settings
from service.store.broadcast import open_broadcast
from service.store.hints import open_hints
from service.store.limits import PostLimit, SignInLimit
from service.store.redis import open_store
from service.traces import tracing

LoadScorer = Callable[[Settings], Scorer]


def lifespan_of(
    settings: Settings, load_scorer: LoadScorer | None, metrics: Metrics, origins: KnownOrigins
) -> Lifespan[FastAPI]:
    """Make what opens the state of a process, and closes it again in reverse."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[AppState]:
        """Open what requests need; none of it waits for Redis, which may come later."""
        async with AsyncExitStack() as opened:
            opened.enter_context(tracing(settings.traces, "api"))
            scorer = await to_thread.run_sync(load_scorer or load_own, settings)
            pseudonyms = Pseudonyms(settings.secret.get_secret_value())
            letters = opened.enter_context(open_doorbell(settings, TaskName.DELIVER_LETTERS))
            store = await opened.enter_async_context(open_store(settings.redis, letters.ring))
            hints = await opened.enter_async_context(open_hints(settings.redis))
            reading = open_broadcast(settings.redis, store.events)
            broadcast = await opened.enter_async_context(reading)
            posts = PostLimit(settings.redis, settings.api)
            opened.push_async_callback(posts.close)
            sign_ins = SignInLimit(settings.redis)
            opened.push_async_callback(sign_ins.close)
            doorbell = opened.enter_context(open_doorbell(settings))
            await opened.enter_async_context(origins.kept_fresh(store))
            brings = None if load_scorer else partial(open_folder, own_folder(settings))
            shelf = Shelf(store, scorer, load_package, brings)
            await opened.enter_async_context(shelf.kept_fresh())
            yield AppState(
                settings=settings,
                pseudonyms=pseudonyms,
                metrics=metrics,
                models=shelf,
                store=store,
                lookups=Lookups(store, pseudonyms),
                hints=hints,
                broadcast=broadcast,
                posts=posts,
                sign_ins=sign_ins,
                doorbell=doorbell,
                intake=Intake(store, doorbell, pseudonyms),
                assessor=Assessor(store, shelf, metrics.stood_in.labels("rules").inc),
            )

    return lifespan
