"""GET /v1/comments/{id}/explanation."""

import asyncio

import httpx2
import pytest

from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import kind
from tests.callers import Headers
from tests.drafts import accept, draft
from tests.serving import scoring

TEXT = "🌕 awful"


async def decided(store: Store, site: Site, text: str) -> str:
    comment = await accept(store, site.name, draft(text))
    async with scoring(store, site.name):
        while await store.pending.size(site.name):  # noqa: ASYNC110 - a worker sets no event
            await asyncio.sleep(0.01)
    return comment.id


async def test_it_names_scores_limits_words_and_rules(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    comment_id = await decided(store, site, TEXT)
    told = (await client.get(f"/v1/comments/{comment_id}/explanation", headers=bob)).json()
    toxicity = told["labels"]["toxicity"]
    assert toxicity["score"] == pytest.approx(0.95)
    assert toxicity["band"] == "high"
    assert toxicity["threshold"] == {"hold": 0.4, "reject": 0.9}
    (span,) = toxicity["spans"]
    assert TEXT[span["begin"] : span["end"]] == "awful"
    assert told["labels"]["spam"]["spans"] == []
    assert [rule["code"] for rule in told["rules"]] == ["score"]
    assert told["scored_by"] == told["explained_by"] == "m-words"


async def test_a_comment_that_is_not_there_is_not_explained(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    answer = await client.get("/v1/comments/nobody/explanation", headers=bob)
    assert kind(answer, 404) == "not-found"
