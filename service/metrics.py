"""Every figure that Prometheus may ask for."""

from collections.abc import Sequence
from functools import cache, partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from service.domain.sites import ALL_SITES
from service.moderation.submission import Receipt
from service.store.models import ModelProcess

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The figures of one process.

    Labels only take values that the operator or the code chose: sites, routes, causes. Whatever a
    caller could make up is counted as ``other``.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        counter = partial(Counter, registry=self.registry)
        gauge = partial(Gauge, registry=self.registry)
        self._requests = counter(
            "greenroom_requests", "Requests answered", ["method", "route", "status"]
        )
        self._seconds = Histogram(
            "greenroom_request_seconds",
            "Time to answer, waiting for decisions included",
            ["route"],
            registry=self.registry,
        )
        # Found once: to look labels up takes longer than to count.
        self._of_requests = cache(self._series)
        self._accepted = counter("greenroom_comments_accepted", "Comments taken in", ["site"])
        self._repeated = counter(
            "greenroom_comments_repeated",
            "Comments that had been taken in before, by the same key and body",
            ["site"],
        )
        self.unavailable = counter("greenroom_unavailable", "Answers 503", ["cause"])
        self.stood_in = counter(
            "greenroom_lookups_from_memory",
            "Keys, sites and rules that stood in as last known while Redis was silent",
            ["what"],
        )
        self.unrecorded = counter(
            "greenroom_comments_unrecorded",
            "Comments that a door scored and could not keep in time",
            ["door"],
        )
        self.redis_up = gauge("greenroom_redis_up", "Whether Redis answered this scrape")
        self.pending = gauge(
            "greenroom_comments_pending", "Comments that wait to be scored", ["site"]
        )
        self.held = gauge("greenroom_comments_held", "Comments that wait for a person", ["site"])
        self.letters = gauge(
            "greenroom_letters_waiting", "What webhooks are still to be told", ["site"]
        )
        self.disabled = gauge(
            "greenroom_webhooks_disabled", "Webhooks that are told nothing any more", ["site"]
        )
        self.workers = gauge("greenroom_workers", "Worker processes seen lately")
        self.oldest_pending = gauge(
            "greenroom_oldest_pending_seconds",
            "How long the one that has waited longest has waited",
            ["site"],
        )
        self._model_processes = gauge(
            "greenroom_model_processes",
            "API and worker processes by the model that decides where no site has chosen another",
            ["model"],
        )
        self._model_troubles = gauge(
            "greenroom_model_troubles",
            "Processes that cannot use a model that is chosen",
            ["model"],
        )

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request and the time it took."""
        requests, took = self._of_requests(method if method in _METHODS else "other", route, status)
        requests.inc()
        took.observe(seconds)

    def _series(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        return self._requests.labels(method, route, status), self._seconds.labels(route)

    def show_models(self, processes: Sequence[ModelProcess]) -> None:
        """Show which models processes go by, and which they cannot use."""
        self._model_processes.clear()
        self._model_troubles.clear()
        for process in processes:
            self._model_processes.labels(process.deciding[ALL_SITES]).inc()
            for model in process.troubles:
                self._model_troubles.labels(model).inc()

    def count_receipt(self, site: str, receipt: Receipt) -> None:
        """Count a comment that was handed in."""
        counter = self._repeated if receipt.repeated else self._accepted
        counter.labels(site).inc()
