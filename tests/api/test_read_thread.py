"""GET /v1/threads/{thread_id}/comments."""

from urllib.parse import quote

import httpx2

from service.domain.comments import Author, Thread
from service.domain.sites import Site
from service.domain.statuses import Status
from service.store.redis import Store
from tests.answers import fields
from tests.api.test_post_comment import EVERYTHING
from tests.callers import Headers
from tests.drafts import accept, draft
from tests.rulings import ruling

MOON = "/v1/threads/moon/comments"


async def approve(store: Store, site: Site, text: str, **more: object) -> str:
    comment = await accept(store, site.name, draft(text, **more))
    await store.comments.apply_verdicts(site.name, [ruling(comment, Status.APPROVED)])
    return comment.id


async def test_readers_see_approved_comments_oldest_first_and_nothing_else_of_them(
    client: httpx2.AsyncClient, page: Headers, store: Store, site: Site
) -> None:
    second = await approve(store, site, "Second.", created_at=2_000, parent_id="p")
    author = Author(id="u-1", name="Eve", url="https://eve.example")
    first = await approve(store, site, "First.", created_at=1_000, author=author)
    await accept(store, site.name, draft("Still pending."))
    answer = await client.get(MOON, headers=page)
    assert answer.json() == {
        "items": [
            {
                "id": first,
                "parent_id": None,
                "author": {"name": "Eve", "url": "https://eve.example"},
                "text": "First.",
                "created_at": "1970-01-01T00:00:01.000Z",
            },
            {
                "id": second,
                "parent_id": "p",
                "author": {"name": "Dora", "url": None},
                "text": "Second.",
                "created_at": "1970-01-01T00:00:02.000Z",
            },
        ],
        "next_cursor": None,
    }


async def test_an_email_is_never_among_it(
    client: httpx2.AsyncClient, bob: Headers, page: Headers
) -> None:
    posted = await client.post("/v1/comments", json=EVERYTHING, headers=bob)
    sent = {"action": "approve", "version": 1}
    await client.post(f"{posted.headers['Location']}/decisions", json=sent, headers=bob)
    answer = await client.get(MOON, headers=page)
    assert len(answer.json()["items"]) == 1
    assert "reader.example" not in answer.text.lower()
    assert "2001:db8" not in answer.text


async def test_a_thread_may_be_named_by_a_url(
    client: httpx2.AsyncClient, page: Headers, store: Store, site: Site
) -> None:
    url = "https://courier.example/a/comments/b?p=1&q=ü#x"
    await approve(store, site, "Here.", thread=Thread(id=url, url=url))
    answer = await client.get(f"/v1/threads/{quote(url, safe='')}/comments", headers=page)
    assert [item["text"] for item in answer.json()["items"]] == ["Here."]


async def test_it_is_read_page_by_page(
    client: httpx2.AsyncClient, page: Headers, store: Store, site: Site
) -> None:
    ids = [await approve(store, site, f"{n}", created_at=1_000 + n // 2) for n in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        told = (await client.get(MOON, params=query, headers=page)).json()
        assert len(told["items"]) <= 2
        seen += [item["id"] for item in told["items"]]
        cursor = told["next_cursor"]
    assert sorted(seen) == sorted(ids)


async def test_another_site_s_thread_of_that_name_is_another(
    client: httpx2.AsyncClient, charlie: Headers, store: Store, site: Site
) -> None:
    await approve(store, site, "Bob's.")
    assert (await client.get(MOON, headers=charlie)).json()["items"] == []


async def test_what_makes_no_sense_is_refused(client: httpx2.AsyncClient, page: Headers) -> None:
    for query, wrong in (
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=bmFuIHg", "cursor"),
        ("offset=1", "offset"),
    ):
        assert fields(await client.get(f"{MOON}?{query}", headers=page)) == [wrong]
