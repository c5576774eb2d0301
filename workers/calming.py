"""What Celery says of a broker that is away, told as the warning that it is.

It cries "critical" or "error" of each connection lost and of each try in vain, and then comes back
by itself. Whoever is woken by such a line is to find something that does not mend itself; that the
broker is away is told by figures.
"""

import logging
from collections.abc import Iterator

from billiard.exceptions import RestartFreqExceeded
from celery import Celery
from kombu.exceptions import OperationalError

_TELLING = ("celery.beat", "celery.worker.consumer", "celery.worker.request")
"""Who tells of it. What a task fails with, or ends a worker, is never lowered."""


class Calming(logging.Filter):
    """Lets every line pass, and lowers those that are about errors of some kinds."""

    def __init__(self, errors: tuple[type[BaseException], ...]) -> None:
        super().__init__()
        self._errors = errors

    def filter(self, record: logging.LogRecord) -> bool:
        """Lower it, if it is."""
        may_be = record.levelno > logging.WARNING and record.name.startswith(_TELLING)
        if may_be and any(isinstance(error, self._errors) for error in _errors_of(record)):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def _errors_of(record: logging.LogRecord) -> Iterator[BaseException]:
    """Find what a line is about: what it was logged with, or filled in with, and what led to it."""
    filled_in = record.args if isinstance(record.args, tuple) else ()
    for told in (record.exc_info and record.exc_info[1], *filled_in):
        error = told if isinstance(told, BaseException) else None
        while error is not None:
            yield error
            error = error.__cause__ or error.__context__


def calm(app: Celery) -> None:
    """Have this process tell in a calm voice that the application's broker is away."""
    broker = app.connection_for_read()  # it connects when it is used, and that it is not
    away = (*broker.connection_errors, *broker.channel_errors, OperationalError)
    for handler in logging.getLogger().handlers:
        # To try again too often is what it does while a server takes no writes.
        handler.addFilter(Calming((*away, RestartFreqExceeded)))
