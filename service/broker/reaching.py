"""Finding out whether there is a broker."""

from kombu.exceptions import OperationalError

from service.broker.configuration import make_celery
from service.domain.diagnoses import Diagnosis, Level, diagnose
from service.settings import Settings


def reach_broker(settings: Settings) -> Diagnosis:
    """Connect to the broker once."""
    with make_celery(settings) as app, app.connection_for_write() as connection:
        try:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=5)
            told = ""
        except OperationalError as error:
            told = type(error.__cause__ or error).__name__
    return diagnose(
        "broker",
        told or "reached",
        good=not told,
        remedy="Comments are decided all the same, seconds later. Start it, or look at"
        " GREENROOM_BROKER_URL.",
        worst=Level.DOUBTFUL,
    )
