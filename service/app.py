"""The HTTP process: everything it is made of, put together here and nowhere else."""

from fastapi import FastAPI

from service import __version__
from service.api import (
    audit,
    bans,
    batches,
    comments,
    coral_secrets,
    decisions,
    erasures,
    error_budgets,
    errors,
    events,
    explanations,
    health,
    models,
    notes,
    policy,
    posts,
    reports,
    rescorings,
    reviews,
    scores,
    second_reviews,
    skips,
    statistics,
    thread_modes,
    threads,
    trials,
    webhooks,
    word_imports,
    words,
)
from service.api.cors import SiteCORS
from service.api.middleware import BodyLimit, LastResort, RequestLog, SecurityHeaders
from service.api.origins import KnownOrigins
from service.api.spans import RequestSpan
from service.console import pages as console
from service.demo import pages as demo
from service.doors import forms
from service.doors.akismet import comments as akismet_comments
from service.doors.akismet import figures as akismet_figures
from service.doors.akismet import keys as akismet_keys
from service.doors.coral import routes as coral
from service.doors.openai import routes as openai
from service.doors.perspective import routes as perspective
from service.lifespan import LoadScorer, lifespan_of
from service.metrics import Metrics
from service.settings import Settings

MAX_BODY = 64 * 1024
LARGER_BODIES = {
    "/v1/comments/batch": 8 * 1024 * 1024,
    "/v1/scores": 8 * 1024 * 1024,
    "/v1/decisions": 256 * 1024,
    "/v1/words/import": 16 * 1024 * 1024,
    "/v1/words": 4 * 1024 * 1024,
    "/console/words": 1024 * 1024,
    # A form writes a letter that is not Latin in up to twelve characters.
    "/forms/": 256 * 1024,
    "/1.1/": 256 * 1024,
    "/coral/": 256 * 1024,
    # JSON may, too, and the context may hold an article.
    "/v1alpha1/": 1024 * 1024,
    "/v1/moderations": 8 * 1024 * 1024,
}

API = (
    # Routes are tried in this order: what is asked for most comes first, then those whose callers
    # lose patience within a second.
    posts,
    perspective,
    openai,
    health,
    batches,  # before comments: “batch” is no id
    comments,
    reports,
    scores,
    threads,
    reviews,
    skips,
    second_reviews,
    decisions,
    explanations,
    notes,
    erasures,
    statistics,
    audit,
    events,
    webhooks,
    models,
    policy,
    error_budgets,
    trials,
    rescorings,
    thread_modes,
    word_imports,
    words,
    bans,
    forms,
    coral,
    coral_secrets,
    akismet_keys,
    akismet_comments,
    akismet_figures,
    demo,
    console,
)


def create_app(settings: Settings, load_scorer: LoadScorer | None = None) -> FastAPI:
    """Put the service together; nothing is opened before it starts."""
    metrics, origins = Metrics(), KnownOrigins()
    app = FastAPI(
        title="Greenroom",
        summary="Comment moderation that a newsroom or a blog runs itself",
        version=__version__,
        # Their pages come from a CDN.
        docs_url=None,
        redoc_url=None,
        # Its own writes down queries and messages of errors: see service/opentelemetry.py. Figures
        # are our own, and to look for others at each request takes time.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=lifespan_of(settings, load_scorer, metrics, origins),
    )
    errors.install(app)
    # The last that is added is the first to be asked.
    app.add_middleware(BodyLimit, limit=MAX_BODY, larger=LARGER_BODIES)
    app.add_middleware(LastResort)
    app.add_middleware(SiteCORS, origins=origins)
    app.add_middleware(SecurityHeaders)
    if settings.traces.endpoint:
        app.add_middleware(RequestSpan)
    app.add_middleware(RequestLog, metrics=metrics)
    console.mount_assets(app)  # before its routes, the last of which takes every path
    for module in API:
        # Not included: FastAPI would look through what is included twice, and matching a request
        # cost as much as checking it. The console's router includes others, and comes last.
        app.router.routes.extend(module.router.routes)
    forms.mount_assets(app)
    demo.mount_assets(app)
    return app
