"""OpenTelemetry, for processes that trace.

Spans are made by hand. What FastAPI brings for this writes down queries, in which Perspective's
callers have their key, and messages of errors, which quote comments; the instrumentation of Celery
knows nothing of what happens within a task, nor of comments that no message told of.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    Status,
    StatusCode,
    get_current_span,
    set_span_in_context,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from service.settings import TraceSettings
from service.traces import Mark, Told

_PATIENCE_S = 5
_HEADER = "traceparent"
_propagator = TraceContextTextMapPropagator()


def open_tracer(settings: TraceSettings, process: str) -> "OpenTelemetryTracer":
    """Make what sends spans to a collector, in batches and from a thread of its own."""
    exporter = OTLPSpanExporter(settings.endpoint, timeout=_PATIENCE_S)
    return OpenTelemetryTracer(BatchSpanProcessor(exporter), settings.share, process)


class OpenTelemetryTracer:
    """Writes spans down with OpenTelemetry."""

    def __init__(self, processor: SpanProcessor, share: float, process: str) -> None:
        self._provider = TracerProvider(
            sampler=ParentBased(TraceIdRatioBased(share)),
            resource=Resource.create({"service.name": f"greenroom-{process}"}),
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("greenroom")

    @contextmanager
    def span(
        self, name: str, after: Sequence[Mark] = (), began_ns: int | None = None
    ) -> Iterator[None]:
        """Trace what happens in the context; of an error only its kind: messages quote comments."""
        causes = [context for context in map(_read, after) if context.is_valid]
        parent = None
        if causes and not get_current_span().get_span_context().is_valid:
            parent = set_span_in_context(NonRecordingSpan(causes.pop(0)))
        with self._tracer.start_as_current_span(
            name,
            parent,
            links=[Link(context) for context in causes],
            start_time=began_ns,
            record_exception=False,
            set_status_on_exception=False,
        ) as current:
            try:
                yield
            except BaseException as error:
                current.set_status(Status(StatusCode.ERROR, type(error).__qualname__))
                raise

    def tell(self, name: str | None, told: Mapping[str, Told]) -> None:
        """Say something of the current span."""
        current = get_current_span()
        if name is not None:
            current.update_name(name)
        for what, value in told.items():
            current.set_attribute(f"greenroom.{what}", value)

    def mark(self) -> Mark | None:
        """Give the place of the current span, if it is one that is kept."""
        if not get_current_span().get_span_context().trace_flags.sampled:
            return None
        headers: dict[str, str] = {}
        _propagator.inject(headers)
        return headers.get(_HEADER)

    def close(self) -> None:
        """Send what waits to be sent, while there is patience for it."""
        self._provider.shutdown()


def _read(mark: Mark) -> SpanContext:
    return get_current_span(_propagator.extract({_HEADER: mark})).get_span_context()
