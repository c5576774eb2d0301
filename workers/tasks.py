"""The tasks: each hands its work to the process's runtime."""

import structlog
from celery import Celery, signals
from kombu.exceptions import OperationalError

from service.broker.celery import send_ring
from service.broker.tasks import TaskName
from service.settings import Settings
from workers.limiting import ended_after
from workers.runtime import Runtime
from workers.works import OpenWork

log = structlog.get_logger()

LONGEST_S = 120


def add_task(app: Celery, settings: Settings, name: TaskName, open_work: OpenWork) -> None:
    """Register a task, and the runtime that each process of the pool makes for itself.

    A pool of one is the worker's own process, whose end is the worker's.
    """
    runtimes: list[Runtime] = []

    @signals.worker_process_init.connect(weak=False)
    def open_runtime(**_sender: object) -> None:
        runtimes.append(Runtime(settings, open_work))

    @signals.worker_process_shutdown.connect(weak=False)
    @signals.worker_shutdown.connect(weak=False)
    def close_runtime(**_sender: object) -> None:
        while runtimes:
            runtime = runtimes.pop()
            runtime.run(runtime.leave())

    @app.task(name=name)
    def do_what_is_due(sites: list[str]) -> None:
        """Do what is due on some sites, or on all; ring again if time ran out before."""
        runtime = runtimes[0]
        with ended_after(LONGEST_S):
            left = runtime.run(runtime.drain(sites))
        if left:
            try:
                send_ring(app, sites, task=name)
            except OperationalError as error:
                log.warning("ring lost", error=type(error.__cause__ or error).__name__)
