"""GET /v1/reviews."""

import httpx2
import pytest

from service.domain.comments import Author, Thread
from service.domain.sites import Site
from service.domain.statuses import Status
from service.store.redis import Store
from tests.answers import fields
from tests.callers import Headers
from tests.drafts import accept, draft
from tests.rulings import ruling


@pytest.fixture
async def queue(store: Store, site: Site) -> list[str]:
    """Three held comments, from the oldest to the newest; the second is the most urgent."""
    ids = []
    for text, score in (("Hmm one.", 0.7), ("Hmm two.", 0.5), ("Hmm three.", 0.95)):
        sent = draft(text, author=Author(name=text[-4:]), thread=Thread(id=text[4:]))
        comment = await accept(store, site.name, sent)
        verdict = ruling(comment, Status.HELD, score)
        await store.comments.apply_verdicts(site.name, [verdict])
        ids.append(comment.id)
    approved = await accept(store, site.name, draft("Fine."))
    await store.comments.apply_verdicts(site.name, [ruling(approved)])
    return ids


async def ask(client: httpx2.AsyncClient, who: Headers, **query: str) -> list[str]:
    answer = await client.get("/v1/reviews", params=query, headers=who)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_an_item_is_the_comment_with_what_may_be_done_to_it(
    client: httpx2.AsyncClient, bob: Headers, queue: list[str]
) -> None:
    answer = (await client.get("/v1/reviews", headers=bob)).json()
    item = answer["items"][0]
    record = (await client.get(f"/v1/comments/{item['id']}", headers=bob)).json()
    assert item == record | {
        "claim": None,
        "allowed_actions": ["approve", "reject", "spam"],
        "flood": None,
        "copies": 1,
        "notes": [],
    }
    assert answer["counts"] == {"score": 3, "too_long": 3}
    assert answer["next_cursor"] is None


async def test_the_most_urgent_comes_first_unless_one_asks_otherwise(
    client: httpx2.AsyncClient, bob: Headers, queue: list[str]
) -> None:
    first, second, third = queue
    assert await ask(client, bob) == [second, first, third]
    assert await ask(client, bob, order="oldest") == [first, second, third]
    assert await ask(client, bob, order="newest") == [third, second, first]
    assert await ask(client, bob, order="score:toxicity") == [third, first, second]
    assert await ask(client, bob, order="score:spam") == []
    assert await ask(client, bob, order="reports") == []


async def test_filters_narrow_it(
    client: httpx2.AsyncClient, bob: Headers, queue: list[str]
) -> None:
    first, _second, third = queue
    assert await ask(client, bob, author="one.") == [first]
    assert await ask(client, bob, thread="one.") == [first]
    assert await ask(client, bob, q="HMM ONE") == [first]
    assert len(await ask(client, bob, reason="too_long")) == 3
    assert await ask(client, bob, reason="blocked_word") == []
    assert len(await ask(client, bob, label="toxicity", min_score="0.5")) == 3
    assert await ask(client, bob, min_score="0.94") == [third]
    assert await ask(client, bob, reported="true") == []
    assert len(await ask(client, bob, status="approved")) == 1


async def test_it_is_read_page_by_page(
    client: httpx2.AsyncClient, bob: Headers, queue: list[str]
) -> None:
    query = {"limit": "2", "order": "oldest"}
    one = (await client.get("/v1/reviews", params=query, headers=bob)).json()
    query["cursor"] = one["next_cursor"]
    two = (await client.get("/v1/reviews", params=query, headers=bob)).json()
    assert [item["id"] for item in one["items"] + two["items"]] == queue
    assert two["next_cursor"] is None


async def test_another_site_s_queue_is_another(
    client: httpx2.AsyncClient, charlie: Headers, queue: list[str]
) -> None:
    assert await ask(client, charlie) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "lost"),
        ("reason", "dislike"),
        ("min_score", "2"),
        ("min_score", "nan"),
        ("order", "random"),
        ("limit", "0"),
        ("cursor", "x"),
        ("reported", "perhaps"),
        ("colour", "red"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, bob: Headers, name: str, value: str
) -> None:
    answer = await client.get("/v1/reviews", params={name: value}, headers=bob)
    assert fields(answer) == [name]
