"""Callers who do not get on with their request."""

import asyncio

import pytest

from service.commands import connections
from service.settings import Settings
from tests.serving import listening

HEAD = b"POST /v1/comments HTTP/1.1\r\nHost: comments.example\r\nContent-Type: application/json\r\n"
GET = b"GET /healthz HTTP/1.1\r\nHost: comments.example\r\n\r\n"


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "PATIENCE_S", 0.3)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(HEAD, id="half a head"),
        pytest.param(HEAD + b"Content-Length: 100\r\n\r\n{", id="half a body"),
        pytest.param(GET + HEAD, id="half a head after a request"),
    ],
)
async def test_whoever_does_not_get_on_is_hung_up_on(settings: Settings, sent: bytes) -> None:
    async with listening(settings) as url:
        reader, writer = await _connect(url)
        writer.write(sent)
        async with asyncio.timeout(4):  # less than the server grants between two requests
            answers = await reader.read()
        writer.close()
    assert answers.count(b"HTTP/1.1 ") == sent.count(GET)


async def test_a_body_may_take_long_while_it_comes(settings: Settings) -> None:
    async with listening(settings) as url:
        reader, writer = await _connect(url)
        writer.write(HEAD + b"Content-Length: 8\r\n\r\n")
        for part in range(8):
            await asyncio.sleep(0.1)
            writer.write(b"%d" % part)
        assert (await reader.readline()).startswith(b"HTTP/1.1 422 ")
        writer.close()


async def test_we_may_take_longer_than_our_callers(settings: Settings) -> None:
    async with listening(settings) as url:
        reader, writer = await _connect(url)
        writer.write(GET)
        assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
        await asyncio.sleep(1)
        writer.write(GET)
        assert b"HTTP/1.1 200 " in await reader.readuntil(b"HTTP/1.1 200 ")
        writer.close()


async def _connect(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, _, port = url.removeprefix("http://").partition(":")
    return await asyncio.open_connection(host, int(port))
