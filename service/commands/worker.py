"""`greenroom worker`: score what is pending."""

import os
import sys

import click

from service.commands.configuring import read_settings


@click.command()
def command() -> None:
    """Score what is pending, until told to stop."""
    read_settings()
    # The service knows the workers by name only; this process becomes one of them.
    os.execv(sys.executable, [sys.executable, "-m", "workers", "worker"])  # noqa: S606
