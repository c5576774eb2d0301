"""The Celery application, as worker processes and beat have it."""

import warnings

from celery import Celery
from celery.exceptions import SecurityWarning

from service.broker.configuration import make_celery
from service.logs import configure_logs
from service.settings import Settings
from workers.calming import calm


def make_app(settings: Settings) -> Celery:
    """Make the Celery application of a process that is starting."""
    configure_logs()
    # A worker that runs as root is warned of pickled messages; here only JSON is accepted.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    app = make_celery(settings)
    calm(app)
    return app
