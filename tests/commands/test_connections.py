"""Callers who do not get on with their request, and answers in one piece."""

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


class Line(asyncio.Transport):
    """A transport that keeps what it is to send."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent.append(bytes(data))

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True


async def test_what_is_written_in_one_turn_is_sent_in_one_piece() -> None:
    line = Line()
    gathering = connections.Gathering(line, asyncio.get_running_loop())
    for turn in (b"12", b"34"):
        gathering.write(turn[:1])
        gathering.write(turn[1:])
        await asyncio.sleep(0)
    assert line.sent == [b"12", b"34"]


async def test_much_is_sent_at_once() -> None:
    line = Line()
    gathering = connections.Gathering(line, asyncio.get_running_loop())
    much = b"x" * connections.MOST_GATHERED
    gathering.write(much)
    gathering.write(b"y")
    gathering.write(b"z")
    assert line.sent == [much + b"y"]
    await asyncio.sleep(0)
    assert line.sent == [much + b"y", b"z"]


async def test_who_closes_sends_first_and_nothing_is_sent_after_that() -> None:
    line = Line()
    gathering = connections.Gathering(line, asyncio.get_running_loop())
    gathering.write(b"1")
    gathering.close()
    gathering.write(b"2")
    await asyncio.sleep(0)
    assert (line.sent, gathering.is_closing()) == ([b"1"], True)


async def test_an_answer_leaves_with_its_head(settings: Settings) -> None:
    async with listening(settings) as url:
        reader, writer = await _connect(url)
        writer.write(GET)
        _head, _, body = (await reader.read(64 * 1024)).partition(b"\r\n\r\n")
        assert body
        writer.close()


async def _connect(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, _, port = url.removeprefix("http://").partition(":")
    return await asyncio.open_connection(host, int(port))
