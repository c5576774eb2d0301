"""Is it alive, can it work, and how does it do."""

import time

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from service.api.schemas import Shown
from service.api.state import AppState, State
from service.domain.errors import UnavailableError
from service.domain.sites import ALL_SITES
from service.domain.statuses import Status

router = APIRouter(tags=["health"])


class Health(Shown):
    """It is alive."""

    status: str = "ok"


class Readiness(Shown):
    """What this process stands on."""

    redis: bool
    """Whether it answers."""
    model: str
    """The model that decides where a site has not chosen another."""
    workers: int
    """Worker processes seen lately. Without any, comments are taken in all the same, and wait."""


@router.get("/healthz")
async def is_alive() -> Health:
    """Answer, and be it only this."""
    return Health()


@router.get(
    "/readyz",
    responses={503: {"model": Readiness, "description": "Redis does not answer"}},
)
async def is_ready(state: State, response: Response) -> Readiness:
    """Tell whether comments can be taken in."""
    model = state["models"].deciding(ALL_SITES).model_id
    try:
        workers = await state["store"].presence.count()
    except UnavailableError:
        response.status_code = 503
        response.headers["Retry-After"] = "2"
        return Readiness(redis=False, model=model, workers=0)
    return Readiness(redis=True, model=model, workers=workers)


@router.get("/metrics", response_class=Response)
async def show_metrics(state: State) -> Response:
    """Show all figures to Prometheus."""
    metrics = state["metrics"]
    try:
        await _look_at_queues(state)
        metrics.redis_up.set(1)
    except UnavailableError:
        metrics.redis_up.set(0)
    return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)


async def _look_at_queues(state: AppState) -> None:
    metrics, store = state["metrics"], state["store"]
    metrics.show_models(await store.models.processes())
    metrics.workers.set(await store.presence.count())
    by_site = (metrics.pending, metrics.oldest_pending, metrics.held)
    for gauge in (*by_site, metrics.letters, metrics.disabled):
        gauge.clear()
    for site in await store.sites.names():
        counts = await store.listings.count_statuses(site)
        metrics.pending.labels(site).set(counts[Status.PENDING])
        metrics.held.labels(site).set(counts[Status.HELD])
        metrics.letters.labels(site).set(await store.outbox.size(site))
        webhooks = await store.webhooks.of_site(site)
        metrics.disabled.labels(site).set(sum(w.disabled_at is not None for w in webhooks))
        arrival = await store.pending.oldest_arrival(site)
        waited = time.time() - arrival / 1000 if arrival else 0.0
        metrics.oldest_pending.labels(site).set(max(0.0, waited))
