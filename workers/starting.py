"""Starting a worker: what all that do tasks have in common."""

import sys
from collections.abc import Mapping

from celery import Celery

from service.broker.tasks import QUEUES, TaskName
from service.memory import keep_collector_away
from service.settings import Settings
from workers.sweeping import add_sweeps
from workers.tasks import add_task
from workers.works import OpenWork


def work(
    app: Celery, settings: Settings, tasks: Mapping[TaskName, OpenWork], processes: int
) -> None:
    """Do tasks of one queue until told to stop; the process sweeps for the first of them."""
    for name, open_work in tasks.items():
        add_task(app, settings, name, open_work)
    first = next(iter(tasks))
    add_sweeps(app, first, settings.work.sweep_s)
    keep_collector_away()
    # Not by Celery's command line: it would load a prompt and its completion, 15 MB of them.
    worker = app.Worker(
        # One process needs no other that only waits for it; more than one need one that forks.
        pool_cls="solo" if processes == 1 else "prefork",
        concurrency=processes,
        queues=[QUEUES[first].value],
        without_gossip=True,
        without_mingle=True,
        loglevel="WARNING",
        quiet=True,
    )
    worker.start()
    sys.exit(worker.exitcode)
