"""Keys: which are good, for what, and from where."""

import asyncio
import re
from collections.abc import Iterator

import httpx2
import pytest
from fastapi.routing import APIRoute

from service.api import events
from service.app import create_app
from service.domain.sites import ALL_SITES, KeyKind, Scope, Site
from service.moderation.keys import KeyRequest, issue_key, revoke_key
from service.moderation.remembering import REMEMBERED_S
from service.moderation.sites import close_site
from service.settings import Settings
from service.store.redis import Store
from tests import callers
from tests.answers import COMMENT, kind, problem
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
"""Who may call what: the scope, whether a page may, and a body that makes sense."""

PUBLIC = {"/healthz", "/readyz", "/metrics", "/forms/{site}/comments", "/forms/{site}/challenge"}
"""What anyone may call."""

PAGES = ("/console", "/demo")
"""What is for browsers; tests of their own say who may see it."""

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
    if isinstance(route, APIRoute) and not route.path.startswith(PAGES + DOORS):
        yield from ((method, route.path) for method in route.methods or ())


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


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic Z3I6eA=="},
        {"Authorization": "Bearer gr_sec_000000000000_x"},
        {"Authorization": "Bearer gr_sec__"},
        {"Authorization": "Bearer gr_\xff_\xff_\xff"},
    ],
)
async def test_a_wrong_key_is_no_key(
    client: httpx2.AsyncClient, site: Site, headers: Headers
) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    problem(await client.get("/v1/reviews", headers=raw), 401)


async def test_a_key_with_another_secret_or_kind_is_no_key(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    good = bob["Authorization"]
    for wrong in (good[:-1] + ("a" if good[-1] != "a" else "b"), good.replace("sec", "pub")):
        answer = await client.get("/v1/reviews", headers={"Authorization": wrong})
        assert kind(answer, 401) == "unauthenticated"


async def test_an_expired_key_is_no_key(
    client: httpx2.AsyncClient, store: Store, site: Site
) -> None:
    expired = await callers.server(store, site.name, life_s=0)
    assert kind(await client.get("/v1/reviews", headers=expired), 401) == "unauthenticated"


async def test_a_revoked_key_is_none_after_a_second_at_most(
    client: httpx2.AsyncClient, store: Store, site: Site
) -> None:
    key, kept = await issue_key(store, KeyRequest(site=site.name, scopes=frozenset(Scope)))
    headers = callers.bearer(key)
    assert (await client.get("/v1/reviews", headers=headers)).status_code == 200
    await revoke_key(store, kept.id)
    await asyncio.sleep(REMEMBERED_S + 0.1)
    assert kind(await client.get("/v1/reviews", headers=headers), 401) == "unauthenticated"


async def test_the_keys_of_a_closed_site_open_nothing(
    client: httpx2.AsyncClient, store: Store, bob: Headers, page: Headers, site: Site
) -> None:
    await close_site(store, site.name)
    problem(await client.post("/v1/comments", json=COMMENT, headers=bob), 401)
    problem(await client.post("/v1/comments", json=COMMENT, headers=page), 401)


async def test_a_key_for_all_sites_is_for_none_of_them(
    client: httpx2.AsyncClient, store: Store, site: Site
) -> None:
    everywhere = await callers.server(store, ALL_SITES, Scope.ADMIN)
    assert kind(await client.get("/v1/reviews", headers=everywhere), 403) == "forbidden"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://courier.example"},
        {"Referer": "https://courier.example/moon?p=1"},
        {"Origin": "https://COURIER.example"},
    ],
)
async def test_a_publishable_key_is_good_on_its_site_s_pages(
    client: httpx2.AsyncClient, store: Store, site: Site, headers: Headers
) -> None:
    answer = await client.post(
        "/v1/comments", json=COMMENT, headers=await _key(store, site) | headers
    )
    assert answer.status_code == 202


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://courier.example"},
        {"Origin": "https://courier.example:8443"},
        {"Origin": "https://courier.example.evil.example"},
        {"Origin": "https://evil.example", "Referer": "https://courier.example/"},
        {"Referer": "https://evil.example/?https://courier.example"},
        {"Referer": "https://courier.example@evil.example/"},
        {"Referer": "https://[courier.example/"},
        {"Origin": "https://gazette.example"},
    ],
)
async def test_a_publishable_key_is_good_nowhere_else(
    client: httpx2.AsyncClient, store: Store, site: Site, charlie: Headers, headers: Headers
) -> None:
    headers = await _key(store, site) | headers
    assert (
        kind(await client.post("/v1/comments", json=COMMENT, headers=headers), 403) == "forbidden"
    )


async def _key(store: Store, site: Site) -> Headers:
    key, _ = await issue_key(store, KeyRequest(site=site.name, kind=KeyKind.PUBLISHABLE))
    return callers.bearer(key)
