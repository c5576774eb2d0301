"""Google's own client for Python, with the description that we serve."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from googleapiclient import discovery
from googleapiclient.errors import HttpError

from service.domain.sites import Site
from service.settings import Settings
from service.store.redis import Store
from tests.serving import listening


@pytest.fixture
async def url(settings: Settings) -> AsyncIterator[str]:
    async with listening(settings) as url:
        yield url


def build(url: str, key: str) -> Any:  # noqa: ANN401 - it is made of what we serve
    return discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey=key,
        discoveryServiceUrl=f"{url}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
    )


async def call(url: str, key: str, method: str, body: object) -> dict[str, Any]:
    """Call from a thread, as the client blocks."""

    def execute() -> dict[str, Any]:
        with build(url, key) as client:
            told: dict[str, Any] = getattr(client.comments(), method)(body=body).execute()
            return told

    return await asyncio.to_thread(execute)


ASKED: dict[str, Any] = {
    "comment": {"text": "awful", "type": "PLAIN_TEXT"},
    "requestedAttributes": {"TOXICITY": {"scoreType": "PROBABILITY"}},
    "doNotStore": True,
    "clientToken": "t-1",
}
SUGGESTED: dict[str, Any] = {
    "comment": {"text": "awful"},
    "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1.0}}},
    "communityId": "moon",
}


async def test_it_analyses(url: str, key: str) -> None:
    told = await call(url, key, "analyze", ASKED)
    assert told["attributeScores"]["TOXICITY"]["summaryScore"]["value"] == pytest.approx(0.95)
    assert told["clientToken"] == "t-1"


async def test_it_suggests(url: str, key: str, store: Store, site: Site) -> None:
    assert await call(url, key, "suggestscore", SUGGESTED) == {
        "detectedLanguages": [],
        "requestedLanguages": [],
    }
    assert await store.examples.count(site.name) == 1


async def test_it_understands_what_is_wrong(url: str, key: str) -> None:
    with pytest.raises(HttpError) as caught:
        await call(url, key, "analyze", {**ASKED, "comment": {"text": ""}})
    assert (caught.value.status_code, caught.value.reason) == (400, "Comment must be non-empty.")
    assert caught.value.error_details[0]["errorType"] == "COMMENT_EMPTY"

    with pytest.raises(HttpError) as caught:
        await call(url, "no key of ours", "analyze", ASKED)
    assert caught.value.error_details[0]["reason"] == "API_KEY_INVALID"


async def test_it_understands_that_its_quota_is_exhausted(settings: Settings, key: str) -> None:
    api = settings.api.model_copy(update={"door_calls_per_minute": 1})
    async with listening(settings.model_copy(update={"api": api})) as url:
        await call(url, key, "analyze", ASKED)
        with pytest.raises(HttpError) as caught:
            await call(url, key, "analyze", ASKED)
    assert caught.value.status_code == 429
    assert json.loads(caught.value.content)["error"]["status"] == "RESOURCE_EXHAUSTED"


async def test_it_understands_that_redis_is_down(settings: Settings) -> None:
    settings = settings.model_copy(
        update={"redis": settings.redis.model_copy(update={"url": "unix:///nowhere"})}
    )
    async with listening(settings) as url:
        with pytest.raises(HttpError) as caught:
            await call(url, "gr_sec_000000000000_x", "analyze", ASKED)
    assert caught.value.status_code == 503


async def test_the_description_leads_to_the_address_that_is_set(
    settings: Settings, key: str
) -> None:
    api = settings.api.model_copy(update={"public_url": "https://comments.example"})
    async with listening(settings.model_copy(update={"api": api})) as url:
        client = await asyncio.to_thread(build, url, key)
    asked = client.comments().analyze(body=ASKED)
    client.close()
    assert asked.uri.startswith("https://comments.example/v1alpha1/comments:analyze?")
