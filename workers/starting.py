"""Starting a worker or beat: the only place here that reads the environment and loads the model."""

import os
import sys
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning

from classifier.artifacts import ArtifactError
from classifier.scorer import Scorer
from service.artifacts import load_own, own_folder
from service.broker.configuration import make_celery
from service.broker.tasks import QUEUES, TaskName
from service.logs import configure_logs
from service.settings import Settings
from workers.runtime import OpenWork
from workers.schedule import schedule_sweeps
from workers.sweeping import add_sweeps
from workers.tasks import add_task
from workers.works import delivering, rescoring, retaining, scoring


def start_worker() -> None:
    """Score until told to stop. The model is loaded before the processes fork, and shared."""
    settings = Settings()
    came_with = _load_scorer(settings)
    _work(settings, TaskName.SCORE_PENDING, scoring(settings, came_with), settings.work.processes)


def start_bulk() -> None:
    """Rescore stored comments until told to stop, standing back behind everything live."""
    settings = Settings()
    os.nice(settings.bulk.nice)
    came_with = _load_scorer(settings)
    _work(settings, TaskName.RESCORE, rescoring(settings, came_with), settings.bulk.processes)


def start_deliverer() -> None:
    """Deliver until told to stop, beside the scoring, which waits for no slow receiver."""
    settings = Settings()
    _work(settings, TaskName.DELIVER_LETTERS, delivering(settings), 1)


def _work(settings: Settings, task: TaskName, open_work: OpenWork, processes: int) -> None:
    app = _make_app(settings)
    add_task(app, settings, task, open_work)
    if task is TaskName.DELIVER_LETTERS:
        add_task(app, settings, TaskName.RETAIN, retaining(settings))
    add_sweeps(app, task, settings.work.sweep_s)
    pool = ["--queues", QUEUES[task].value, "--concurrency", str(processes)]
    alone = ["--without-gossip", "--without-mingle"]
    app.start(["--quiet", "worker", *pool, *alone, "--loglevel", "WARNING"])


def _load_scorer(settings: Settings) -> Scorer:
    try:
        return load_own(settings)
    except ArtifactError as error:
        sys.exit(f"the model in {own_folder(settings)} cannot be loaded: {error}")


def start_beat() -> None:
    """Ring at set times until told to stop. It keeps no file: intervals begin anew at a start."""
    settings = Settings()
    app = _make_app(settings)
    schedule_sweeps(app, settings.work.sweep_s)
    app.start(["--quiet", "beat", "--scheduler", "celery.beat:Scheduler", "--loglevel", "WARNING"])


def _make_app(settings: Settings) -> Celery:
    configure_logs()
    # A worker that runs as root is warned of pickled messages; here only JSON is accepted.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    return make_celery(settings)
