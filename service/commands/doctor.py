"""`greenroom doctor`: tells whether everything is as it should be."""

import sys

import click

from service.broker.reaching import reach_broker
from service.commands.opening import data_option, read_settings_of_record, show, with_store
from service.domain.diagnoses import Diagnosis, Level
from service.domain.errors import UnavailableError
from service.moderation.diagnosing import examine, examine_record
from service.store.reaching import reach_sentinels

MARKS = {Level.GOOD: "✓", Level.DOUBTFUL: "?", Level.BAD: "✗"}


@click.command()
@data_option
@click.option("--record", is_flag=True, help="Read every comment, too, and hold it against itself.")
def command(*, record: bool) -> None:
    """Look at Redis, broker, workers, models, clocks and backlogs, and say what to do.

    The exit code is 1 if anything is bad. It only reads, and may be run at any time.
    """
    found = _look(record=record)
    rows = [(MARKS[d.level], d.what, d.found, d.remedy) for d in found]
    show(("", "what", "found", "what to do"), rows)
    if any(diagnosis.level is Level.BAD for diagnosis in found):
        sys.exit(1)


def _look(*, record: bool) -> list[Diagnosis]:
    settings = read_settings_of_record()
    acks = settings.redis.min_replica_acks
    found = reach_sentinels(settings.redis)
    try:
        found += with_store(lambda store: examine(store, acks))
    except UnavailableError as error:
        remedy = "Start it, or say in GREENROOM_REDIS_URL where it is."
        return [*found, Diagnosis("redis", Level.BAD, str(error), remedy)]
    found.append(reach_broker(settings))
    return found + (with_store(examine_record) if record else [])
