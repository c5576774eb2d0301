"""Requests as Coral sends them.

The form was read in ``server/src/core/server/services/perspective/perspective.ts`` of
``coralproject/talk`` at 11d3083ca5d76041f82f0b52372853bec220148f: path and key, headers, both
bodies. The limit is Coral's ``PERSPECTIVE_TIMEOUT``, 800 ms unless it is set.
"""

import json
import posixpath
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2
import pytest

from service.domain.sites import Site
from service.settings import Settings
from service.store.redis import Store
from tests.serving import listening

TIMEOUT_S = 0.8
TENANT, STORY = "https://coral.example", "https://courier.example/moon"


@pytest.fixture
async def endpoint(settings: Settings) -> AsyncIterator[str]:
    """What is typed into Coral's settings as the custom endpoint."""
    async with listening(settings) as url:
        yield f"{url}/v1alpha1"


async def send(endpoint: str, key: str, operation: str, body: object) -> httpx2.Response:
    """Send what ``sendToPerspective`` sends, and lose patience when it does."""
    parts = urlsplit(endpoint.strip())
    path = posixpath.join(parts.path, operation)
    url = f"{parts.scheme}://{parts.netloc}{path}?key={quote(key.strip(), safe='')}"
    headers = {"Content-Type": "application/json"}
    async with httpx2.AsyncClient(timeout=TIMEOUT_S) as client:
        # Without white space, as JSON.stringify writes it.
        content = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
        return await client.post(url, content=content, headers=headers)


def analyze(text: str, *, do_not_store: bool = True) -> dict[str, Any]:
    return {
        "comment": {"text": text},
        "doNotStore": do_not_store,
        "requestedAttributes": {"TOXICITY": {}},
        "languages": ["en"],
    }


def suggest(text: str, comment: str, value: int) -> dict[str, Any]:
    ids = {
        "url": f"{STORY}?commentID={comment}",
        "reply_to_id_Coral_comment_id": "c-1",
        "Coral_comment_id": comment,
    }
    return {
        "comment": {"text": text},
        "context": {"entries": [{"text": json.dumps(ids, separators=(",", ":"))}]},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": value}}},
        "languages": ["en"],
        "communityId": f"Coral:{TENANT}",
        "clientToken": f"comment:{comment}",
    }


async def test_a_comment_is_scored_within_its_patience(endpoint: str, key: str) -> None:
    answer = await send(endpoint, key, "comments:analyze", analyze("It is awful — really."))
    assert answer.status_code == 200
    scores = answer.json()["attributeScores"]
    assert scores["TOXICITY"]["summaryScore"]["value"] == pytest.approx(0.95)


@pytest.mark.parametrize("value", [0, 1])
async def test_what_its_moderators_decided_is_learnt_from(
    endpoint: str, key: str, store: Store, site: Site, value: int
) -> None:
    await send(endpoint, key, "comments:analyze", analyze("hmm", do_not_store=False))
    answer = await send(endpoint, key, "comments:suggestscore", suggest("hmm", "c-2", value))
    assert answer.status_code == 200
    (example,) = [example async for example in store.examples.all(site.name)]
    assert example.labels == {"toxicity": value}
    assert example.comment_id is not None


async def test_what_cannot_be_answered_is_not_ok_so_that_coral_goes_on_without(
    endpoint: str, key: str
) -> None:
    answer = await send(endpoint, "a wrong key", "comments:analyze", analyze("Fine."))
    assert answer.status_code == 400
