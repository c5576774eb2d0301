"""OpenAI's own client for JavaScript."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

CLIENTS = Path(__file__).parents[2] / "clients"
NODE = Path(sys.executable).with_name("node")
IMAGE = {"type": "image_url", "image_url": {"url": "https://x.example/a.png"}}

pytestmark = pytest.mark.skipif(
    not (CLIENTS / "node_modules").is_dir(), reason="npm ci --prefix tests/clients"
)


async def ask(url: str, key: str, *inputs: object) -> list[dict[str, Any]]:
    """Ask about each input; give what the client made of the answers."""
    node = await asyncio.create_subprocess_exec(
        NODE, "openai.js", url, key, json.dumps(inputs), cwd=CLIENTS, stdout=-1, stderr=-1
    )
    out, err = await node.communicate()
    assert node.returncode == 0, err.decode()
    told: list[dict[str, Any]] = json.loads(out)
    return told


async def test_it_reads_every_kind_of_answer(url: str, key: str) -> None:
    parts = [{"type": "text", "text": "a threat"}, {"type": "text", "text": "to you"}]
    one, several, typed, image, wrong = await ask(
        url, key, "an insult", ["fine", "sexually_explicit"], parts, [IMAGE], []
    )
    assert one["results"][0]["categories"]["harassment"]
    assert [result["categories"]["sexual"] for result in several["results"]] == [False, True]
    assert [result["flagged"] for result in typed["results"]] == [True]
    assert all(answer["request_id"] for answer in (one, several, typed, image, wrong))
    del image["request_id"], wrong["request_id"]
    thrown = {"thrown": "BadRequestError", "status": 400, "type": "invalid_request_error"}
    assert image == {**thrown, "code": "image_not_supported", "param": "input"}
    assert wrong == {**thrown, "code": None, "param": "input"}


async def test_it_throws_what_it_throws_at_a_wrong_key(url: str) -> None:
    (told,) = await ask(url, "sk-x", "fine")
    assert (told["thrown"], told["code"]) == ("AuthenticationError", "invalid_api_key")
