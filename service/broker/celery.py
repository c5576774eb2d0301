"""The doorbell: calling workers from a web process, off its event loop."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

from service.broker.configuration import RING_LIFE_S, make_celery
from service.broker.tasks import TaskName
from service.settings import Settings

log = structlog.get_logger()


class CeleryDoorbell:
    """Publishes rings from a thread of its own.

    One alone rings at once; what arrives while a ring is under way or within a few milliseconds
    after it shares the next. All that waits is a set of site names, so nothing can pile up, and a
    broker that refuses or hangs costs hints only, never a request.
    """

    def __init__(
        self, app: Celery, coalesce_s: float, task: TaskName = TaskName.SCORE_PENDING
    ) -> None:
        self._app = app
        self._task = task
        self._coalesce_s = coalesce_s
        self._sites: set[str] = set()
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._publish_rings, name="doorbell", daemon=True)

    def start(self) -> None:
        """Begin to publish."""
        self._thread.start()

    def ring(self, site: str) -> None:
        """Say that a site has something to be done: comments to score, or letters to deliver."""
        with self._changed:
            self._sites.add(site)
            self._changed.notify()

    def close(self, timeout_s: float = 1.0) -> None:
        """Publish what waits, if the broker lets it, and stop."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(timeout_s)

    def _publish_rings(self) -> None:
        while sites := self._next_sites():
            try:
                send_ring(self._app, sites, task=self._task)
            except OperationalError as error:
                log.warning("ring lost", error=type(error.__cause__ or error).__name__)
            if not self._closing:
                threading.Event().wait(self._coalesce_s)

    def _next_sites(self) -> list[str]:
        with self._changed:
            self._changed.wait_for(lambda: self._sites or self._closing)
            sites, self._sites = sorted(self._sites), set()
            return sites


def send_ring(
    app: Celery,
    sites: list[str],
    life_s: float = RING_LIFE_S,
    task: TaskName = TaskName.SCORE_PENDING,
) -> None:
    """Publish one ring, trying once; no sites means: look everywhere.

    Raises
    ------
    kombu.exceptions.OperationalError
        The broker does not take it. It may have it all the same.
    """
    app.send_task(task, kwargs={"sites": sites}, expires=life_s, retry=False)


@contextmanager
def open_doorbell(
    settings: Settings, task: TaskName = TaskName.SCORE_PENDING
) -> Iterator[CeleryDoorbell]:
    """Keep the doorbell of a task for as long as the context lasts."""
    app = make_celery(settings)
    doorbell = CeleryDoorbell(app, settings.broker.coalesce_ms / 1000, task)
    doorbell.start()
    try:
        yield doorbell
    finally:
        doorbell.close()
        app.close()
