"""`greenroom deliverer`: tell webhooks what became of comments."""

import os
import sys

import click

from service.commands.configuring import read_settings


@click.command()
def command() -> None:
    """Deliver webhooks, until told to stop."""
    read_settings()
    # The service knows the workers by name only; this process becomes one of them.
    os.execv(sys.executable, [sys.executable, "-m", "workers", "deliverer"])  # noqa: S606
