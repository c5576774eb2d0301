"""Traces: where a comment's time goes between the request and the decision. Off unless asked for.

A process that was told of a collector begins to trace; only then is OpenTelemetry imported, which
does the work. Spans carry counts, ids and names of ours, never what somebody wrote or who they are.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from service.settings import TraceSettings

Told = str | int | Sequence[str]
Mark = str
"""Where in which trace something happened, to go on from in another process: W3C's traceparent."""


class Tracer(Protocol):
    """Writes spans down."""

    def span(
        self, name: str, after: Sequence[Mark] = (), began_ns: int | None = None
    ) -> AbstractContextManager[None]:
        """Trace what happens in the context, or since it began."""

    def tell(self, name: str | None, told: dict[str, Told]) -> None:
        """Say something of the current span."""

    def mark(self) -> Mark | None:
        """Give the place of the current span, if it is one that is kept."""

    def close(self) -> None:
        """Send what waits to be sent."""


_begun: list[Tracer] = []


def is_on() -> bool:
    """Whether this process traces."""
    return bool(_begun)


@contextmanager
def tracing(settings: TraceSettings, process: str) -> Iterator[None]:
    """Trace for as long as the context lasts, if there is anybody to send it to."""
    if not settings.endpoint or _begun:
        yield
        return
    from service.opentelemetry import open_tracer  # noqa: PLC0415 - only where it is wanted

    with tracing_by(open_tracer(settings, process)):
        yield


@contextmanager
def tracing_by(tracer: Tracer) -> Iterator[None]:
    """Trace for as long as the context lasts."""
    _begun.append(tracer)
    try:
        yield
    finally:
        _begun.remove(tracer)
        tracer.close()


def span(name: str) -> AbstractContextManager[None]:
    """Trace what happens in the context, as part of the span that is current."""
    return _begun[0].span(name) if _begun else nullcontext()


@contextmanager
def batch(site: str, ids: Sequence[str], marks: Sequence[Mark], began_ns: int) -> Iterator[None]:
    """Trace what becomes of comments that were claimed, their claim included.

    It goes on from the first mark and is linked to the others.
    """
    tracer = _begun[0]
    with tracer.span("batch", marks, began_ns):
        tracer.tell(None, {"site": site, "comments": ids})
        with tracer.span("claim", began_ns=began_ns):
            pass
        yield


def tell(name: str | None = None, **told: Told) -> None:
    """Say something of the current span, or give it its name, now that it is known."""
    if _begun:
        _begun[0].tell(name, told)


def mark() -> Mark | None:
    """Give the place of the current span, for what comes after it elsewhere."""
    return _begun[0].mark() if _begun else None
