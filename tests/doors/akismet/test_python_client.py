"""PyPI's client for Akismet, both of its kinds, against a service that listens.

It has no setting for another address: its HTTP client is given a transport that rewrites it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import akismet
import httpx
import pytest

from service.domain.statuses import Status
from service.settings import ApiSettings, Settings
from service.store.redis import Store
from tests.doors.akismet.calls import examples, kept
from tests.servers import Server
from tests.serving import listening

BLOG = "https://courier.example"
SAID: Any = {
    "user_ip": "198.51.100.77",
    "user_agent": "Mozilla/5.0",
    "comment_author": "Dora",
    "comment_author_email": "dora@mail.example",
    "permalink": "https://courier.example/moon",
    "comment_date_gmt": "2026-01-31T08:00:00+00:00",
}


class Elsewhere(httpx.AsyncHTTPTransport):
    """Sends to us what was meant for another host."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._to = httpx.URL(url)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(
            scheme=self._to.scheme, host=self._to.host, port=self._to.port
        )
        request.headers["Host"] = self._to.netloc.decode()
        return await super().handle_async_request(request)


class ElsewhereInTurn(httpx.HTTPTransport):
    """The same, for those who wait."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._to = httpx.URL(url)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(
            scheme=self._to.scheme, host=self._to.host, port=self._to.port
        )
        request.headers["Host"] = self._to.netloc.decode()
        return super().handle_request(request)


@asynccontextmanager
async def client_of(url: str, key: str) -> AsyncIterator[akismet.AsyncClient]:
    async with httpx.AsyncClient(transport=Elsewhere(url), timeout=10) as http:
        yield akismet.AsyncClient(akismet.Config(key=key, url=BLOG), http)


def client_in_turn(url: str, key: str) -> akismet.SyncClient:
    http = httpx.Client(transport=ElsewhereInTurn(url), timeout=10)
    return akismet.SyncClient(akismet.Config(key=key, url=BLOG), http)


async def test_every_call_of_the_asynchronous_client_works(
    url: str, store: Store, key: str
) -> None:
    async with client_of(url, key) as unverified, unverified as client:
        checked = [
            await client.comment_check(**SAID, comment_content=text)
            for text in ("A fine piece.", "hmm, well", "This is awful.", "A casino for you")
        ]
        assert checked == [
            akismet.CheckResponse.HAM,
            akismet.CheckResponse.HAM,
            akismet.CheckResponse.SPAM,
            akismet.CheckResponse.DISCARD,
        ]
        assert await client.submit_spam(**SAID, comment_content="A fine piece.")
        assert await client.submit_ham(**SAID, comment_content="This is awful.")
        usage = await client.usage_limit()
        assert (usage["limit"], usage["usage"]) == ("none", 4)
        with pytest.raises(akismet.APIKeyError):  # it sends no key with this call
            await client.key_sites()
    statuses = {comment.text: comment.status for comment in await kept(store)}
    assert statuses["A fine piece."] is Status.SPAM
    assert statuses["This is awful."] is Status.APPROVED
    assert len(await examples(store)) == 2


async def test_every_call_of_the_synchronous_client_works(url: str, key: str) -> None:
    def call() -> list[Any]:
        with client_in_turn(url, key) as client:
            told = [
                client.comment_check(**SAID, comment_content="A casino for you"),
                client.submit_ham(**SAID, comment_content="A casino for you"),
                client.submit_spam(**SAID, comment_content="Of old."),
                client.usage_limit()["usage"],
            ]
            with pytest.raises(akismet.APIKeyError):
                client.key_sites(result_format="csv")
            return told

    assert await asyncio.to_thread(call) == [akismet.CheckResponse.DISCARD, True, True, 1]


async def test_with_a_bad_key_it_raises_what_it_has_for_that(url: str, key: str) -> None:
    async with client_of(url, "0" * 12) as client:
        assert not await client.verify_key()
        for call in (client.comment_check, client.submit_spam, client.submit_ham):
            with pytest.raises(akismet.APIKeyError):
                await call(**SAID, comment_content="A fine piece.")
        with pytest.raises(akismet.APIKeyError):
            await client.usage_limit()
        with pytest.raises(akismet.APIKeyError):
            await client.__aenter__()


async def test_who_calls_too_often_and_who_calls_in_vain_get_an_error_to_try_again(
    settings: Settings, server: Server, store: Store, key: str
) -> None:
    few = settings.model_copy(update={"api": ApiSettings(door_calls_per_minute=1)})
    async with listening(few) as url, client_of(url, key) as client:
        assert await client.verify_key()
        with pytest.raises(akismet.RequestError, match="429"):
            await client.comment_check(**SAID, comment_content="A fine piece.")
        server.kill()
        await asyncio.sleep(1.1)  # until the key is asked for anew
        with pytest.raises(akismet.RequestError, match="503"):
            await client.comment_check(**SAID, comment_content="A fine piece.")
