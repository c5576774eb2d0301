"""POST /v1/comments/batch."""

import json

import httpx2
import pytest

from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import COMMENT, fields, kind, problem
from tests.callers import Headers

OTHER = COMMENT | {"text": "Another piece."}
BAD = COMMENT | {"text": " "}
NDJSON = {"Content-Type": "application/x-ndjson"}


async def test_each_row_is_accepted_by_itself_and_a_bad_one_does_not_lose_the_others(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    sent = {"comments": [COMMENT, BAD, 17, OTHER | {"colour": "red"}, OTHER]}
    answer = await client.post("/v1/comments/batch", json=sent, headers=bob)
    assert answer.status_code == 202
    first, bad, number, extra, last = answer.json()["results"]
    assert first == {"index": 0, "id": first["id"], "status": "pending"}
    assert last == {"index": 4, "id": last["id"], "status": "pending"}
    assert (bad["index"], bad["error"]["errors"][0]["field"]) == (1, "text")
    assert (number["index"], number["error"]["status"]) == (2, 422)
    assert extra["error"]["errors"][0]["field"] == "colour"
    assert await store.pending.size(site.name) == 2


async def test_lines_of_json_do_as_well(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    half = rb'{"text": "half \ud83d", "thread": {"id": "moon"}}'
    lines = [json.dumps(COMMENT).encode(), b"{not json", b"", half, json.dumps(OTHER).encode()]
    answer = await client.post(
        "/v1/comments/batch", content=b"\n".join(lines), headers=bob | NDJSON
    )
    results = answer.json()["results"]
    assert [row.get("status") for row in results] == ["pending", None, None, "pending"]
    assert [row["index"] for row in results] == [0, 1, 2, 3]
    assert results[1]["error"]["errors"][0]["field"] == "body"
    assert results[2]["error"]["errors"][0]["field"] == "text"


async def test_with_a_key_each_row_has_one_of_its_own(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    headers = bob | {"Idempotency-Key": "night-1"}
    sent = {"comments": [COMMENT, COMMENT]}
    first = await client.post("/v1/comments/batch", json=sent, headers=headers)
    again = await client.post("/v1/comments/batch", json=sent, headers=headers)
    ids = [row["id"] for row in first.json()["results"]]
    assert len(set(ids)) == 2
    assert again.json() == first.json()
    changed = {"comments": [COMMENT, OTHER]}
    answer = await client.post("/v1/comments/batch", json=changed, headers=headers)
    same, clash = answer.json()["results"]
    assert same["id"] == ids[0]
    assert clash["error"]["status"] == 409
    assert await store.pending.size(site.name) == 2


async def test_a_key_of_a_batch_is_not_the_key_of_a_comment(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    headers = bob | {"Idempotency-Key": "k"}
    await client.post("/v1/comments/batch", json={"comments": [COMMENT]}, headers=headers)
    answer = await client.post("/v1/comments", json=OTHER, headers=headers)
    assert answer.status_code == 202


async def test_a_row_that_came_before_has_the_status_it_has_now(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    row = COMMENT | {"external_id": "e-1"}
    first = await client.post("/v1/comments", json=row, headers=bob)
    decision = {"action": "approve", "version": 1}
    await client.post(f"{first.headers['Location']}/decisions", json=decision, headers=bob)
    answer = await client.post("/v1/comments/batch", json={"comments": [row]}, headers=bob)
    assert answer.json()["results"][0]["status"] == "approved"


async def test_a_thousand_rows_are_taken_and_no_more(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    sent = {"comments": [COMMENT] * 1_000}
    answer = await client.post("/v1/comments/batch", json=sent, headers=bob)
    assert len(answer.json()["results"]) == 1_000
    assert await store.pending.size(site.name) == 1_000
    more = {"comments": [COMMENT] * 1_001}
    assert fields(await client.post("/v1/comments/batch", json=more, headers=bob)) == ["comments"]
    assert await store.pending.size(site.name) == 1_000


async def test_an_empty_batch_does_nothing(client: httpx2.AsyncClient, bob: Headers) -> None:
    answer = await client.post("/v1/comments/batch", json={"comments": []}, headers=bob)
    assert (answer.status_code, answer.json()) == (202, {"results": []})


@pytest.mark.parametrize("body", [b"{", b"[]", b"17", b'{"rows": []}', b'{"comments": {}}'])
async def test_what_is_no_batch_is_refused(
    client: httpx2.AsyncClient, bob: Headers, body: bytes
) -> None:
    headers = bob | {"Content-Type": "application/json"}
    assert fields(await client.post("/v1/comments/batch", content=body, headers=headers))


async def test_other_media_types_are_refused(client: httpx2.AsyncClient, bob: Headers) -> None:
    problem(await client.post("/v1/comments/batch", data={"comments": "x"}, headers=bob), 415)


async def test_it_may_be_larger_than_one_comment_but_not_than_8_mib(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    large = {"comments": [COMMENT | {"text": "x" * 20_000}] * 100}
    assert (await client.post("/v1/comments/batch", json=large, headers=bob)).status_code == 202
    body = b" " * (8 * 1024 * 1024 + 1)
    problem(await client.post("/v1/comments/batch", content=body, headers=bob | NDJSON), 413)


async def test_a_page_cannot_post_more_in_a_batch_than_one_by_one(
    client: httpx2.AsyncClient, page: Headers
) -> None:
    sent = {"comments": [COMMENT] * 31}
    answer = await client.post("/v1/comments/batch", json=sent, headers=page)
    assert kind(answer, 429) == "too-many"
