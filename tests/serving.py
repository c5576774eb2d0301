"""The service over HTTP without a socket: its lifespan and its requests run in the test's loop."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from service.app import create_app
from service.commands.api import Server, configure
from service.moderation.models import Scorer
from service.moderation.scoring import Scoring
from service.settings import Settings, WorkSettings
from service.store.background import beside
from service.store.redis import Store
from service.supervision.doors import open_door, url_of
from tests.scorers import WordScorer

URL = "https://comments.example"


@asynccontextmanager
async def serving(
    settings: Settings, address: str = "198.51.100.7", scorer: WordScorer | None = None
) -> AsyncIterator[httpx2.AsyncClient]:
    """Serve for as long as the context lasts; give a client that calls from an address."""
    app = create_app(settings, lambda _settings: scorer or WordScorer())
    async with app.router.lifespan_context(app) as state:
        assert state is not None
        async with calling(app, state, address) as client:
            yield client


@asynccontextmanager
async def calling(
    app: FastAPI, state: Mapping[str, Any], address: str
) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(_with_state(app, state), client=(address, 4321))
    async with httpx2.AsyncClient(transport=transport, base_url=URL) as client:
        yield client


def _with_state(app: ASGIApp, state: Mapping[str, Any]) -> ASGIApp:
    """Do what a server does with the state that the lifespan gives."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = dict(state)
        await app(scope, receive, send)

    return call


@asynccontextmanager
async def listening(settings: Settings, scorer: Scorer | None = None) -> AsyncIterator[str]:
    """Serve on a port of this machine, for browsers and clients of all kinds; give the URL."""
    door = open_door("127.0.0.1", 0)
    app = create_app(settings, lambda _settings: scorer or WordScorer())
    server = Server(configure(app, settings.api))
    serving = asyncio.create_task(server.serve([door]))
    try:
        yield url_of(door)
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def scoring(store: Store, site: str) -> AsyncIterator[None]:
    """Decide a site's comments as they come, as a worker does."""
    worker = Scoring(store, WordScorer(), WorkSettings())

    async def work() -> None:
        while True:
            await worker.score_batch(site)
            await asyncio.sleep(0.01)

    async with beside(work()):
        yield
