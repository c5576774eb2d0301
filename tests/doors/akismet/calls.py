"""Calls as clients make them, and what must be true of each answer."""

import httpx2

from service.domain.comments import Comment
from service.domain.examples import Example
from service.domain.statuses import LIVE
from service.store.redis import Store

NAME = "courier"

SAID = {
    "blog": "https://courier.example",
    "user_ip": "198.51.100.77",
    "user_agent": "Mozilla/5.0",
    "permalink": "https://courier.example/moon",
    "comment_type": "comment",
    "comment_author": "Dora",
    "comment_author_email": "dora@mail.example",
    "comment_content": "A fine piece.",
    "comment_date_gmt": "2026-01-31T08:00:00+00:00",
    "blog_lang": "en_US",
}


async def call(client: httpx2.AsyncClient, what: str, **fields: str) -> httpx2.Response:
    """Call 1.1 with all fields, or those given in their place."""
    return await client.post(f"/1.1/{what}", data={**SAID, **fields})


async def check(client: httpx2.AsyncClient, key: str, **fields: str) -> httpx2.Response:
    """Ask whether a comment is spam; there is an answer, and no header that clients fear."""
    answer = await call(client, "comment-check", api_key=key, **fields)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["X-akismet-guid"]
    assert not [name for name in answer.headers if "alert" in name or "debug" in name]
    assert "X-akismet-error" not in answer.headers
    return answer


async def kept(store: Store) -> list[Comment]:
    """Give all comments of the site."""
    pages = [
        await store.listings.by_status(NAME, status, limit=100, cursor=None) for status in LIVE
    ]
    ids = [id_ for page in pages for id_ in page.ids]
    return [c for c in await store.comments.get_many(NAME, ids) if c is not None]


async def examples(store: Store) -> list[Example]:
    """Give all labelled examples of the site."""
    return [example async for example in store.examples.all(NAME)]
