"""A key in an address is one in a log, as a rule. Not here."""

import asyncio
import os
import socket
import sys
from pathlib import Path

import httpx2

from service.settings import Settings

GREENROOM = Path(sys.executable).with_name("greenroom")
ASKED = {"comment": {"text": "Fine."}, "requestedAttributes": {"TOXICITY": {}}}


async def test_a_key_in_an_address_never_gets_into_a_log(settings: Settings, key: str) -> None:
    door = socket.create_server(("127.0.0.1", 0))
    environment = {
        **os.environ,
        "GREENROOM_SECRET": settings.secret.get_secret_value(),
        "GREENROOM_REDIS_URL": settings.redis.url,
    }
    api = await asyncio.create_subprocess_exec(
        GREENROOM,
        "api",
        "--fd",
        str(door.fileno()),
        env=environment,
        pass_fds=[door.fileno()],
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{door.getsockname()[1]}/v1alpha1/comments:analyze?key={key}"
    async with httpx2.AsyncClient(timeout=60) as client:
        good = await client.post(url, json=ASKED)
        wrong = await client.post(f"{url}x", json=ASKED)
        garbled = await client.post(url, content=b"{")
        lost = await client.get(url.replace(":analyze", ":nothing"))
    api.terminate()
    written = (await api.communicate())[0].decode()
    door.close()
    assert [a.status_code for a in (good, wrong, garbled, lost)] == [200, 400, 400, 404]
    assert written.count('"route":"/v1alpha1/comments:analyze"') == 3
    assert "key=" not in written
    assert key.rpartition("_")[2] not in written
