"""Whatever is sent to the OpenAI door: an answer of the protocol, never a fault of ours."""

import json
from collections.abc import AsyncIterator

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.settings import Settings
from tests.doors.hostile import MARK, bodies
from tests.serving import serving

NAMES = ("input", "model", "type", "text", "image_url", "url")

_many = settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@pytest.fixture
async def client(settings: Settings, key: str) -> AsyncIterator[httpx2.AsyncClient]:
    async with serving(settings) as client:
        client.headers["Authorization"] = f"Bearer {key}"
        yield client


def is_sound(answer: httpx2.Response) -> None:
    assert answer.status_code in (200, 400), answer.text
    assert MARK.encode() not in answer.content
    assert ("results" if answer.status_code == 200 else "error") in answer.json()


@_many
@given(body=bodies(*NAMES))
async def test_json_of_every_kind(client: httpx2.AsyncClient, body: object) -> None:
    is_sound(await client.post("/v1/moderations", content=json.dumps(body).encode()))


@_many
@given(value=bodies(*NAMES), model=bodies(*NAMES))
async def test_input_of_every_kind(
    client: httpx2.AsyncClient, value: object, model: object
) -> None:
    body = {"input": value, "model": model if isinstance(model, dict) else MARK}
    is_sound(await client.post("/v1/moderations", content=json.dumps(body).encode()))


@_many
@given(body=st.binary(max_size=200))
async def test_bytes_of_every_kind(client: httpx2.AsyncClient, body: bytes) -> None:
    is_sound(await client.post("/v1/moderations", content=body))
