"""A server that speaks to us as to Perspective."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from service.domain.sites import Scope, Site
from service.settings import Settings
from service.store.redis import Store
from tests import callers
from tests.serving import serving


@dataclass(frozen=True)
class Perspective:
    """Calls as Perspective's clients do, with a key in the query."""

    client: httpx2.AsyncClient
    key: str

    async def analyze(self, text: str, *names: str, **more: object) -> dict[str, Any]:
        """Ask for a comment's scores; give the answer."""
        asked: dict[str, object] = {name: {} for name in names or ("TOXICITY",)}
        body = {"comment": {"text": text}, "requestedAttributes": asked, "doNotStore": True}
        answer = await self.post("analyze", {**body, **more})
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def refused(self, body: object, call: str = "analyze") -> dict[str, Any]:
        """Ask what is refused; give the error."""
        answer = await self.post(call, body)
        assert answer.status_code == 400
        error: dict[str, Any] = answer.json()["error"]
        assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
        return error

    async def post(self, call: str, body: object) -> httpx2.Response:
        return await self.client.post(
            f"/v1alpha1/comments:{call}", params={"key": self.key}, json=body
        )


@pytest.fixture
async def key(store: Store, site: Site) -> str:
    headers = await callers.server(store, site.name, Scope.SUBMIT)
    return headers["Authorization"].removeprefix("Bearer ")


@pytest.fixture
async def perspective(settings: Settings, key: str) -> AsyncIterator[Perspective]:
    async with serving(settings) as client:
        yield Perspective(client, key)
