"""Every worker sweeps by itself, at its start and ever after, so that none needs beat."""

from typing import ClassVar

import structlog
from celery import Celery, bootsteps
from celery.worker import WorkController
from kombu.asynchronous.timer import Entry
from kombu.exceptions import OperationalError

from service.broker.celery import send_ring
from service.broker.tasks import TaskName

log = structlog.get_logger()


def add_sweeps(app: Celery, task: TaskName, every_s: float) -> None:
    """Make the workers of an application ring for themselves.

    They ring whether they seem busy or not: a worker that lost its broker in the middle of a task
    believes itself busy with it for ever. A ring that finds it busy expires before the next.
    """

    class Sweep(bootsteps.StartStopStep):
        """Rings at the start and then on the worker's own timer."""

        requires: ClassVar = {"celery.worker.components:Timer", "celery.worker.components:Pool"}

        def __init__(self, _worker: WorkController, **_options: object) -> None:
            self._entry: Entry | None = None

        def start(self, worker: WorkController) -> None:
            _ring(app, task, every_s)
            self._entry = worker.timer.call_repeatedly(every_s, _ring, (app, task, every_s))

        def stop(self, _worker: WorkController) -> None:
            if self._entry is not None:
                self._entry.cancel()  # type: ignore[no-untyped-call]

    app.steps["worker"].add(Sweep)


def _ring(app: Celery, task: TaskName, life_s: float) -> None:
    try:
        send_ring(app, [], life_s, task)
    except OperationalError as error:
        log.warning("ring lost", error=type(error.__cause__ or error).__name__)
