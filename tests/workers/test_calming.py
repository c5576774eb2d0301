"""That the broker is away is no more than a warning; what does not mend itself stays what it is."""

import logging

import pytest
from celery.beat import SchedulingError

from workers.calming import Calming

CALMING = Calming((ConnectionError,))


def line(name: str, *filled_in: object, error: BaseException | None = None) -> logging.LogRecord:
    raised = (type(error), error, None) if error else None
    return logging.LogRecord(name, logging.CRITICAL, "", 0, "It failed", filled_in, raised)


def following(error: BaseException) -> SchedulingError:
    failed = SchedulingError("It could not be sent.")
    failed.__context__ = error
    return failed


LOST = ConnectionResetError()


@pytest.mark.parametrize(
    ("record", "level"),
    [
        (line("celery.worker.request", error=LOST), logging.WARNING),
        (line("celery.worker.consumer.consumer", "redis://", LOST), logging.WARNING),
        (line("celery.beat", error=following(LOST)), logging.WARNING),
        (line("celery.worker.request", error=ValueError()), logging.CRITICAL),
        (line("celery.beat", error=following(ValueError())), logging.CRITICAL),
        (line("celery.worker.consumer.consumer"), logging.CRITICAL),
        (line("celery.app.trace", error=LOST), logging.CRITICAL),
        (line("celery.worker", error=LOST), logging.CRITICAL),
    ],
)
def test_a_line_is_lowered_if_it_is_about_the_broker(record: logging.LogRecord, level: int) -> None:
    assert CALMING.filter(record)
    assert record.levelno == level
