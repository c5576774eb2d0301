"""What wraps every request."""

from pathlib import Path
from typing import ClassVar

import httpx2
import pytest
import structlog

from service.domain.sites import Site
from service.logs import name_exception
from service.settings import Settings
from service.store.redis import Store
from tests import callers
from tests.answers import problem
from tests.api.test_post_comment import EVERYTHING
from tests.callers import Headers
from tests.serving import serving

MARKER = "zyzzyva"


class BrokenScorer:
    """A model that fails on every text, and quotes it."""

    model_id = "m-broken"
    labels = ("toxicity",)
    thresholds: ClassVar[dict[str, dict[str, float]]] = {}

    def score(self, texts: list[str]) -> None:
        raise ValueError(f"cannot score {texts}")


async def test_a_request_keeps_the_id_it_comes_with(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/healthz", headers={"X-Request-ID": "edge-17.a"})
    assert answer.headers["X-Request-ID"] == "edge-17.a"


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", 'x"}', "ü"])
async def test_a_request_gets_an_id_in_place_of_one_that_is_none(
    client: httpx2.AsyncClient, given: str
) -> None:
    answer = await client.get("/healthz", headers=[(b"X-Request-ID", given.encode("latin-1"))])
    assert len(answer.headers["X-Request-ID"]) == 32


async def test_browsers_are_told_to_trust_nothing(client: httpx2.AsyncClient) -> None:
    headers = (await client.get("/nothing")).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


async def test_each_request_is_one_line_by_the_template_of_its_route(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as lines:
        await client.get("/v1/comments/17", headers=bob | {"X-Request-ID": "r-1"})
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["route"] == "/v1/comments/{comment_id}"
    assert (line["method"], line["status"]) == ("GET", 404)
    assert (line["request_id"], line["problem"]) == ("r-1", "not-found")


async def test_what_machines_ask_every_few_seconds_is_no_line_while_all_is_well(
    client: httpx2.AsyncClient,
) -> None:
    with structlog.testing.capture_logs() as lines:
        for path in ("/healthz", "/readyz", "/metrics"):
            assert (await client.get(path)).is_success
        await client.post("/healthz")
    assert [line["status"] for line in lines if line["event"] == "request"] == [405]


async def test_nothing_a_reader_wrote_is_logged(client: httpx2.AsyncClient, bob: Headers) -> None:
    author = {"id": MARKER, "name": MARKER, "email": f"{MARKER}@x.example"}
    sent = EVERYTHING | {"text": MARKER, "author": author, "external_id": MARKER}
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as lines:
        await client.post("/v1/comments", json=sent, headers=bob)
        await client.post("/v1/comments", json=sent | {"colour": MARKER}, headers=bob)
        await client.post("/v1/comments", json=sent | {"lang": MARKER * 9}, headers=bob)
        await client.get(f"/v1/threads/{MARKER}/comments?{MARKER}=1", headers=bob)
        await client.get(f"/{MARKER}", headers=bob)
    assert len([line for line in lines if line["event"] == "request"]) == 5
    assert MARKER not in repr(lines)
    assert bob["Authorization"][7:] not in repr(lines)
    assert "198.51.100.7" not in repr(lines)


async def test_what_nobody_foresaw_is_a_problem_without_details_and_a_line_without_words(
    settings: Settings, store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.serving.WordScorer", BrokenScorer)
    bob = await callers.server(store, site.name)
    with structlog.testing.capture_logs([name_exception]) as lines:
        async with serving(settings) as client:
            answer = await client.post("/v1/scores", json={"texts": [MARKER]}, headers=bob)
    assert problem(answer, 500)["type"].endswith(":internal")
    assert MARKER not in answer.text
    (line,) = [line for line in lines if line["event"] == "unforeseen"]
    assert line["error"] == "ValueError"
    assert line["frames"][-1].startswith(str(Path("tests", "api", "test_middleware.py")))
    assert MARKER not in repr(lines)


def test_of_words_with_a_traceback_among_them_the_first_line_is_kept() -> None:
    told = {"event": f"beat: Connection refused.\n['  File \"x.py\"', '{MARKER}']"}
    assert name_exception(None, "error", told) == {"event": "beat: Connection refused."}
