"""A comment's way through all processes, as a collector of OpenTelemetry's sees it."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from functools import partial

import httpx2
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from service.domain.sites import Site
from service.moderation.tracing import batch_span
from service.opentelemetry import OpenTelemetryTracer
from service.settings import Settings, TraceSettings
from service.store.redis import Store
from service.traces import mark, span, tracing_by
from tests import callers
from tests.integration.submitting import all_decided
from tests.integration.waiting import until
from tests.parts import Part, is_open, make_api
from tests.receivers import Receiver, receiving
from tests.serving import serving

MARKER = "quixotic zephyr"
"""What must stand in no trace."""


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """What this process has traced."""
    exporter = InMemorySpanExporter()
    with tracing_by(OpenTelemetryTracer(SimpleSpanProcessor(exporter), 1.0, "test")):
        yield exporter


@pytest.fixture
async def collector() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


def traced(settings: Settings, endpoint: str = "http://127.0.0.1:1/v1/traces") -> Settings:
    return settings.model_copy(update={"traces": TraceSettings(endpoint=endpoint)})


async def post(client: httpx2.AsyncClient, store: Store, number: int) -> str:
    """Post a comment with the marker wherever words can stand; give its id."""
    body = {
        "text": f"{MARKER} {number}",
        "thread": {"id": "moon", "title": MARKER},
        "author": {"name": MARKER},
    }
    headers = await callers.server(store, "courier")
    answer = await client.post(f"/v1/comments?q={MARKER}", json=body, headers=headers)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


async def test_a_comment_s_journey_is_one_trace_and_batches_of_many_are_linked(
    settings: Settings, store: Store, site: Site, collector: Receiver
) -> None:
    to = {"GREENROOM_TRACES_ENDPOINT": collector.url}
    worker, (api, url) = Part("worker", settings, **to), make_api(settings, **to)
    with closing(worker), closing(api):
        worker.start()
        api.start()
        async with httpx2.AsyncClient(base_url=url, timeout=20) as client:
            await until(partial(_is_at_work, store), within_s=60)
            await until(partial(is_open, url), within_s=60)
            ids = await asyncio.gather(*(post(client, store, number) for number in range(3)))
            await until(partial(all_decided, store, ids), within_s=20)
        for part in (api, worker):
            await asyncio.to_thread(part.stop)
    sent = _spans(collector)
    requests = {one.span_id: one for one in sent if one.name == "POST /v1/comments"}
    batches = [one for one in sent if one.name == "batch"]
    came_from = {one.parent_span_id for one in batches}
    came_from |= {link.span_id for one in batches for link in one.links}
    assert came_from == set(requests)
    for one in batches:
        assert one.trace_id == requests[one.parent_span_id].trace_id
        parts = [part.name for part in sent if part.parent_span_id == one.span_id]
        assert sorted(parts) == ["claim", "commit", "score"]
    assert {id_ for one in batches for id_ in _told(one, "comments")} == set(ids)
    assert MARKER not in "".join(str(body) for _headers, body in collector.received)


async def test_a_request_says_its_route_its_status_and_its_comment_and_no_more(
    settings: Settings, store: Store, site: Site, spans: InMemorySpanExporter
) -> None:
    async with serving(traced(settings)) as client:
        id_ = await post(client, store, 1)
        await client.get("/healthz")
        await client.get(f"/{MARKER}", headers={"X-Request-ID": "mine"})
    posted, lost = spans.get_finished_spans()
    assert posted.name == "POST /v1/comments"
    assert posted.attributes is not None
    known = {"greenroom.site": "courier", "greenroom.comments": (id_,), "greenroom.status": 202}
    assert {**posted.attributes, **known} == posted.attributes
    assert posted.attributes.keys() - known.keys() == {"greenroom.request"}
    assert (lost.name, dict(lost.attributes or {})) == (
        "GET other",
        {"greenroom.status": 404, "greenroom.request": "mine"},
    )


async def test_its_log_line_leads_to_its_trace(
    settings: Settings,
    store: Store,
    site: Site,
    spans: InMemorySpanExporter,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with serving(traced(settings)) as client:
        await post(client, store, 1)
    (posted,) = spans.get_finished_spans()
    assert f"trace_id={posted.context.trace_id:032x}" in capsys.readouterr().out


def test_of_an_error_only_its_kind_is_told(spans: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match=MARKER), span("score"):
        raise ValueError(MARKER)
    (told,) = spans.get_finished_spans()
    assert (told.status.description, told.events) == ("ValueError", ())


def test_what_is_not_kept_leaves_no_mark() -> None:
    tracer = OpenTelemetryTracer(SimpleSpanProcessor(InMemorySpanExporter()), 1e-9, "test")
    with tracing_by(tracer), span("request"):
        assert mark() is None


async def test_what_left_no_mark_or_nonsense_is_a_trace_of_its_own(
    store: Store, site: Site, spans: InMemorySpanExporter
) -> None:
    await store.marks.leave(site.name, ["a"], "nonsense")
    for ids in (["a"], ["b"]):
        with await batch_span(store, site.name, ids, time.time_ns()):
            pass
    batches = [one for one in spans.get_finished_spans() if one.name == "batch"]
    assert [(one.parent, one.links) for one in batches] == [(None, ()), (None, ())]


def test_off_what_sends_spans_is_not_even_imported() -> None:
    # redis-py and FastAPI import other parts of OpenTelemetry wherever it is installed.
    script = (
        "import sys, service.app, service.commands.api, workers.scoring, workers.delivering\n"
        "sys.exit(any('opentelemetry.exporter' in name for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


async def _is_at_work(store: Store) -> bool:
    return await store.presence.count() > 0


def _spans(collector: Receiver) -> list[Span]:
    requests = [ExportTraceServiceRequest.FromString(body) for _, body in collector.received]
    resources = [resource for request in requests for resource in request.resource_spans]
    return [one for of in resources for scope in of.scope_spans for one in scope.spans]


def _told(one: Span, what: str) -> list[str]:
    (value,) = [x.value for x in one.attributes if x.key == f"greenroom.{what}"]
    return [item.string_value for item in value.array_value.values]
