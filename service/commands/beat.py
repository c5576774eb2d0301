"""`greenroom beat`: ring for what has been forgotten."""

import os
import sys

import click

from service.commands.configuring import read_settings


@click.command()
def command() -> None:
    """Ring on schedule, until told to stop; one is enough, more do no harm."""
    read_settings()
    # The service knows the workers by name only; this process becomes their beat.
    os.execv(sys.executable, [sys.executable, "-m", "workers", "beat"])  # noqa: S606
