"""Who may call what: each route, by scope, and whether a page may."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from fastapi.routing import APIRoute

from service.api import events
from service.app import create_app
from service.domain.sites import Scope, Site
from service.settings import Settings
from service.store.redis import Store
from tests import callers
from tests.answers import COMMENT, kind
from tests.callers import Headers
from tests.scorers import WordScorer

EDIT = {"text": "x", "version": 1}
CALLS: dict[tuple[str, str], tuple[Scope, bool, object]] = {
    ("POST", "/v1/comments"): (Scope.SUBMIT, True, COMMENT),
    ("POST", "/v1/comments/batch"): (Scope.SUBMIT, True, {"comments": []}),
    ("GET", "/v1/comments/{comment_id}"): (Scope.READ, False, None),
    ("PATCH", "/v1/comments/{comment_id}"): (Scope.SUBMIT, False, EDIT),
    ("DELETE", "/v1/comments/{comment_id}"): (Scope.MODERATE, False, None),
    ("GET", "/v1/comments/{comment_id}/history"): (Scope.MODERATE, False, None),
    ("POST", "/v1/comments/{comment_id}/decisions"): (
        Scope.MODERATE,
        False,
        {"action": "approve", "version": 1},
    ),
    ("GET", "/v1/comments/{comment_id}/notes"): (Scope.MODERATE, False, None),
    ("POST", "/v1/comments/{comment_id}/notes"): (Scope.MODERATE, False, {"text": "x"}),
    ("POST", "/v1/comments/{comment_id}/reports"): (Scope.SUBMIT, True, {"reason": "spam"}),
    ("POST", "/v1/reviews/claims"): (Scope.MODERATE, False, {}),
    ("DELETE", "/v1/reviews/claims"): (Scope.MODERATE, False, None),
    ("GET", "/v1/second-reviews"): (Scope.MODERATE, False, None),
    ("POST", "/v1/second-reviews/{comment_id}"): (
        Scope.MODERATE,
        False,
        {"action": "approve", "version": 1},
    ),
    ("GET", "/v1/disagreements"): (Scope.MODERATE, False, None),
    ("DELETE", "/v1/disagreements/{comment_id}"): (Scope.MODERATE, False, None),
    ("GET", "/v1/stats"): (Scope.MODERATE, False, None),
    ("POST", "/v1/reviews/skips"): (
        Scope.MODERATE,
        False,
        {"items": [{"id": "x", "version": 1}]},
    ),
    ("DELETE", "/v1/reviews/skips"): (Scope.MODERATE, False, None),
    ("POST", "/v1/decisions"): (
        Scope.MODERATE,
        False,
        {"action": "approve", "items": [{"id": "x", "version": 1}]},
    ),
    ("POST", "/v1/decisions/{decision_id}/undo"): (Scope.MODERATE, False, None),
    ("POST", "/v1/scores"): (Scope.SUBMIT, False, {"texts": ["x"]}),
    ("GET", "/v1/threads/{thread_id:path}/comments"): (Scope.SUBMIT, True, None),
    ("GET", "/v1/reviews"): (Scope.MODERATE, False, None),
    ("GET", "/v1/reviews/count"): (Scope.MODERATE, False, None),
    ("GET", "/v1/models"): (Scope.ADMIN, False, None),
    ("GET", "/v1/models/{model_id}/card"): (Scope.ADMIN, False, None),
    ("GET", "/v1/models/{model_id}/differences"): (Scope.ADMIN, False, None),
    ("POST", "/v1/models/rollback"): (Scope.ADMIN, False, None),
    ("POST", "/v1/models/{model_id}/promote"): (Scope.ADMIN, False, None),
    ("POST", "/v1/models/{model_id}/shadow"): (Scope.ADMIN, False, None),
    ("POST", "/v1/models/{model_id}/retire"): (Scope.ADMIN, False, None),
    ("GET", "/v1/policy"): (Scope.ADMIN, False, None),
    ("PUT", "/v1/policy"): (Scope.ADMIN, False, {}),
    ("GET", "/v1/policy/versions"): (Scope.ADMIN, False, None),
    ("GET", "/v1/policy/error-budget"): (Scope.ADMIN, False, None),
    ("POST", "/v1/policy/trials"): (
        Scope.ADMIN,
        False,
        {"policy": {}, "over": {"count": 10}},
    ),
    ("POST", "/v1/rescorings"): (Scope.ADMIN, False, {"apply": "none"}),
    ("GET", "/v1/rescorings"): (Scope.ADMIN, False, None),
    ("GET", "/v1/rescorings/{rescoring_id}"): (Scope.ADMIN, False, None),
    ("POST", "/v1/rescorings/{rescoring_id}/pause"): (Scope.ADMIN, False, None),
    ("POST", "/v1/rescorings/{rescoring_id}/resume"): (Scope.ADMIN, False, None),
    ("POST", "/v1/rescorings/{rescoring_id}/cancel"): (Scope.ADMIN, False, None),
    ("POST", "/v1/rescorings/{rescoring_id}/undo"): (Scope.ADMIN, False, None),
    ("GET", "/v1/rescorings/{rescoring_id}/changes"): (Scope.ADMIN, False, None),
    ("GET", "/v1/rescorings/{rescoring_id}/changes/export"): (Scope.ADMIN, False, None),
    ("GET", "/v1/threads/{thread_id:path}/mode"): (Scope.MODERATE, False, None),
    ("PUT", "/v1/threads/{thread_id:path}/mode"): (Scope.MODERATE, False, {"mode": "pre"}),
    ("GET", "/v1/words"): (Scope.ADMIN, False, None),
    ("POST", "/v1/words"): (Scope.ADMIN, False, {"words": [{"phrase": "x"}]}),
    ("POST", "/v1/words/import"): (Scope.ADMIN, False, None),
    ("DELETE", "/v1/words/{word_id}"): (Scope.ADMIN, False, None),
    ("GET", "/v1/bans"): (Scope.MODERATE, False, None),
    ("POST", "/v1/bans"): (Scope.MODERATE, False, {"author_id": "eve"}),
    ("DELETE", "/v1/bans/{ban_id}"): (Scope.MODERATE, False, None),
    ("GET", "/v1/events"): (Scope.MODERATE, False, None),
    ("GET", "/v1/comments/{comment_id}/explanation"): (Scope.MODERATE, False, None),
    ("GET", "/v1/audit"): (Scope.MODERATE, False, None),
    ("GET", "/v1/audit/export"): (Scope.MODERATE, False, None),
    ("POST", "/v1/erasures"): (Scope.MODERATE, False, {"author_id": "nobody"}),
    ("POST", "/v1/coral-secrets"): (Scope.ADMIN, False, {"secret": "empk_0123456789abcdef"}),
    ("GET", "/v1/coral-secrets"): (Scope.ADMIN, False, None),
    ("DELETE", "/v1/coral-secrets/{secret_id}"): (Scope.ADMIN, False, None),
    ("POST", "/v1/webhooks"): (Scope.ADMIN, False, {"url": "https://hook.example/"}),
    ("GET", "/v1/webhooks"): (Scope.ADMIN, False, None),
    ("DELETE", "/v1/webhooks/{webhook_id}"): (Scope.ADMIN, False, None),
    ("POST", "/v1/webhooks/{webhook_id}/rotate"): (Scope.ADMIN, False, None),
    ("POST", "/v1/webhooks/{webhook_id}/enable"): (Scope.ADMIN, False, None),
    ("GET", "/v1/webhooks/{webhook_id}/dead-letters"): (Scope.ADMIN, False, None),
    ("POST", "/v1/webhooks/{webhook_id}/replays"): (Scope.ADMIN, False, {}),
}
"""For each route the scope, whether a page may, and a body that makes sense."""

PUBLIC = {"/healthz", "/readyz", "/metrics", "/forms/{site}/comments", "/forms/{site}/challenge"}
"""What anyone may call."""

PAGES = ("/console", "/demo")
"""What is for browsers; tests of their own say who may see it."""

ROOT = "/"
"""What leads browsers to the console."""

DOORS = ("/1.1/", "/1.2/", "/coral/", "/v1alpha1/", "/$discovery/", "/v1/moderations")
"""What answers in the way of another service; tests of their own say to whom."""


@pytest.fixture(autouse=True)
def streams_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LIFE_S", 0.05)


def routes(settings: Settings) -> Iterator[tuple[str, str]]:
    app = create_app(settings, lambda _settings: WordScorer())
    for context in app.router.routes:
        yield from _methods(context)


def _methods(route: object) -> Iterator[tuple[str, str]]:
    for inner in getattr(getattr(route, "original_router", None), "routes", ()):
        yield from _methods(inner)
    if isinstance(route, APIRoute) and not _is_elsewhere(route.path):
        yield from ((method, route.path) for method in route.methods or ())


def _is_elsewhere(path: str) -> bool:
    return path == ROOT or path.startswith(PAGES + DOORS)


async def call(
    client: httpx2.AsyncClient, method: str, path: str, body: object, headers: Headers
) -> httpx2.Response:
    path = re.sub(r"\{[^}]*\}", "x", path)
    return await client.request(method, path, json=body, headers=headers)


def test_every_route_declares_who_may_call_it(settings: Settings) -> None:
    declared = {path for _method, path in CALLS} | PUBLIC
    assert {path for _method, path in routes(settings)} == declared


@pytest.mark.parametrize(("method", "path"), CALLS)
async def test_nobody_may_call_without_a_key(
    client: httpx2.AsyncClient, site: Site, method: str, path: str
) -> None:
    body = CALLS[method, path][2]
    answer = await call(client, method, path, body, {})
    assert kind(answer, 401) == "unauthenticated"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "path"), CALLS)
async def test_a_key_without_the_scope_may_not_call(
    client: httpx2.AsyncClient, store: Store, site: Site, method: str, path: str
) -> None:
    scope, _page, body = CALLS[method, path]
    others = [other for other in Scope if other is not scope]
    without = await callers.server(store, site.name, *others)
    assert kind(await call(client, method, path, body, without), 403) == "forbidden"


@pytest.mark.parametrize(("method", "path"), CALLS)
async def test_a_key_with_the_scope_alone_may_call(
    client: httpx2.AsyncClient, store: Store, site: Site, method: str, path: str
) -> None:
    scope, _page, body = CALLS[method, path]
    alone = await callers.server(store, site.name, scope)
    answer = await call(client, method, path, body, alone)
    assert answer.status_code not in (401, 403)


@pytest.mark.parametrize(("method", "path"), CALLS)
async def test_a_page_may_only_submit_and_read_threads(
    client: httpx2.AsyncClient, page: Headers, method: str, path: str
) -> None:
    _scope, for_pages, body = CALLS[method, path]
    answer = await call(client, method, path, body, page)
    assert (answer.status_code != 403) is for_pages
