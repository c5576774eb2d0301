"""npm's clients for Akismet, against a service that listens: every call, and what they throw on."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from service.domain.statuses import Status
from service.store.redis import Store
from tests.doors.akismet.calls import examples, kept

CLIENTS = Path(__file__).parents[2] / "clients"
NODE = Path(sys.executable).with_name("node")
BAD = "0" * 12
THANKS = "Thanks for making the web a better place."

pytestmark = pytest.mark.skipif(
    not (CLIENTS / "node_modules").is_dir(), reason="npm ci --prefix tests/clients"
)


async def run(script: str, *arguments: str) -> dict[str, Any]:
    """Run a client, and give what it printed."""
    node = await asyncio.create_subprocess_exec(
        NODE, CLIENTS / script, *arguments, stdout=-1, stderr=-1, cwd=CLIENTS
    )
    out, err = await node.communicate()
    assert node.returncode == 0, err.decode()
    told: dict[str, Any] = json.loads(out)
    return told


async def test_akismet_api_works_with_the_key_before_the_host_s_name(
    url: str, store: Store, key: str
) -> None:
    told = await run("akismet-api.js", url.rpartition(":")[2], key, BAD)
    assert told == {
        "valid": True,
        "invalid": False,
        "ham": False,
        "spam": True,
        "honeypot": True,
        "tested": True,
        "administrator": False,
        "submittedSpam": THANKS,
        "submittedHam": THANKS,
        "refusedCheck": "Invalid API key",
        "refusedSpam": "invalid",
    }
    statuses = {comment.text: comment.status for comment in await kept(store)}
    assert statuses["A fine piece."] is Status.SPAM
    assert statuses["A casino for you"] is Status.APPROVED
    assert "Only a test, casino" not in statuses


async def test_cedx_akismet_works_and_throws_where_it_should(
    url: str, store: Store, key: str
) -> None:
    told = await run("cedx-akismet.js", url, key, BAD)
    unknown = "The key is unknown, expired or revoked."
    ham, spam, pervasive = 0, 1, 2
    assert told == {
        "valid": True,
        "invalid": False,
        "ham": ham,
        "held": ham,
        "spam": spam,
        "pervasive": pervasive,
        "guaranteed": spam,
        "administrator": ham,
        "submittedSpam": None,
        "submittedHam": None,
        "refusedCheck": unknown,
        "refusedSpam": unknown,
    }
    assert len(await examples(store)) == 2
