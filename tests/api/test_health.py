"""GET /healthz, /readyz and /metrics."""

import httpx2

from service.domain.sites import Site
from service.domain.webhooks import Webhook
from service.store.redis import Store
from tests.answers import COMMENT
from tests.callers import Headers


async def test_it_is_alive(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_it_is_ready_and_says_who_is_at_work(
    client: httpx2.AsyncClient, store: Store
) -> None:
    await store.presence.report("w-1")
    answer = await client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"redis": True, "model": "m-words", "workers": 1}


async def test_it_counts_what_was_taken_in_and_what_waits(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    headers = bob | {"Idempotency-Key": "k"}
    for _ in range(2):
        await client.post("/v1/comments", json=COMMENT, headers=headers)
    await client.get("/v1/comments/x", headers=bob)
    told = await figures(client)
    assert told['greenroom_comments_accepted_total{site="courier"}'] == 1
    assert told['greenroom_comments_repeated_total{site="courier"}'] == 1
    assert told['greenroom_comments_pending{site="courier"}'] == 1
    assert 0 <= told['greenroom_oldest_pending_seconds{site="courier"}'] < 60
    assert told["greenroom_redis_up"] == 1
    route = 'route="/v1/comments/{comment_id}"'
    assert told[f'greenroom_requests_total{{method="GET",{route},status="404"}}'] == 1


async def test_it_counts_webhooks_that_are_told_nothing(
    client: httpx2.AsyncClient, store: Store, site: Site
) -> None:
    for number, disabled_at in enumerate((None, 1, 2)):
        hook = Webhook(
            id=str(number),
            url="https://a.example",
            events=("comment.decided",),
            created_at=1,
            disabled_at=disabled_at,
        )
        await store.webhooks.put(site.name, hook)
    assert (await figures(client))['greenroom_webhooks_disabled{site="courier"}'] == 2


async def test_callers_cannot_make_up_labels(client: httpx2.AsyncClient) -> None:
    await client.request("BREW", "/made/up/path")
    text = (await client.get("/metrics")).text
    assert 'method="other",route="other",status="404"' in text
    assert "made" not in text
    assert "BREW" not in text


async def test_files_of_pages_are_counted_by_their_folder(client: httpx2.AsyncClient) -> None:
    for name in ("console.css", "made-up.css"):
        await client.get(f"/console/assets/{name}")
    told = await figures(client)
    for status in (200, 404):
        labels = f'method="GET",route="/console/assets/{{path}}",status="{status}"'
        assert told[f"greenroom_requests_total{{{labels}}}"] == 1


async def figures(client: httpx2.AsyncClient) -> dict[str, float]:
    text = (await client.get("/metrics")).text
    pairs = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}
