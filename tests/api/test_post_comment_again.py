"""POST /v1/comments, repeated."""

import httpx2
import pytest

from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import COMMENT, fields, kind
from tests.callers import Headers

OTHER = COMMENT | {"text": "Another piece."}


async def test_the_same_key_and_body_find_the_same_comment(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    headers = bob | {"Idempotency-Key": "k-1"}
    first = await client.post("/v1/comments", json=COMMENT, headers=headers)
    again = await client.post("/v1/comments", json=COMMENT, headers=headers)
    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json()["id"] == first.json()["id"]
    assert again.json()["text"] == COMMENT["text"]
    assert again.json()["links"] == first.json()["links"]
    assert again.headers["Location"] == first.headers["Location"]
    assert await store.pending.size(site.name) == 1


async def test_the_same_key_with_another_body_is_a_conflict(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    headers = bob | {"Idempotency-Key": "k-1"}
    await client.post("/v1/comments", json=COMMENT, headers=headers)
    answer = await client.post("/v1/comments", json=OTHER, headers=headers)
    assert kind(answer, 409) == "conflict"
    assert await store.pending.size(site.name) == 1


async def test_an_external_id_names_one_comment(client: httpx2.AsyncClient, bob: Headers) -> None:
    first = await client.post("/v1/comments", json=COMMENT | {"external_id": "e"}, headers=bob)
    again = await client.post("/v1/comments", json=COMMENT | {"external_id": "e"}, headers=bob)
    other = await client.post("/v1/comments", json=OTHER | {"external_id": "e"}, headers=bob)
    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json()["id"] == first.json()["id"]
    assert kind(other, 409) == "conflict"


async def test_without_a_key_the_same_body_is_another_comment(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    first = await client.post("/v1/comments", json=COMMENT, headers=bob)
    again = await client.post("/v1/comments", json=COMMENT, headers=bob)
    assert again.status_code == 202
    assert first.json()["id"] != again.json()["id"]


async def test_another_site_may_use_the_same_key(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers
) -> None:
    key = {"Idempotency-Key": "k-1"}
    await client.post("/v1/comments", json=COMMENT, headers=bob | key)
    answer = await client.post("/v1/comments", json=OTHER, headers=charlie | key)
    assert answer.status_code == 202


async def test_a_page_cannot_use_up_the_keys_of_its_server(
    client: httpx2.AsyncClient, bob: Headers, page: Headers
) -> None:
    key = {"Idempotency-Key": "order-1"}
    await client.post("/v1/comments", json=COMMENT, headers=page | key)
    answer = await client.post("/v1/comments", json=OTHER, headers=bob | key)
    assert answer.status_code == 202


async def test_a_page_that_repeats_is_told_no_more_than_the_status(
    client: httpx2.AsyncClient, page: Headers
) -> None:
    headers = page | {"Idempotency-Key": "k"}
    await client.post("/v1/comments", json=COMMENT, headers=headers)
    again = await client.post("/v1/comments", json=COMMENT, headers=headers)
    assert again.status_code == 200
    assert sorted(again.json()) == ["id", "links", "status", "version"]


async def test_what_was_erased_is_not_taken_again(client: httpx2.AsyncClient, bob: Headers) -> None:
    headers = bob | {"Idempotency-Key": "k-1"}
    first = await client.post("/v1/comments", json=COMMENT, headers=headers)
    await client.delete(first.headers["Location"], headers=bob)
    answer = await client.post("/v1/comments", json=COMMENT, headers=headers)
    assert kind(answer, 409) == "conflict"


@pytest.mark.parametrize("key", ["", "k" * 201])
async def test_a_key_has_1_to_200_characters(
    client: httpx2.AsyncClient, bob: Headers, key: str
) -> None:
    headers = bob | {"Idempotency-Key": key}
    answer = await client.post("/v1/comments", json=COMMENT, headers=headers)
    assert fields(answer) == ["Idempotency-Key"]
