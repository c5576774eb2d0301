"""`greenroom worker`: score what is pending, or rescore in bulk."""

import os
import sys

import click

from service.commands.configuring import read_settings


@click.command()
@click.option("--bulk", is_flag=True, help="Work off rescorings instead, behind everything live.")
def command(*, bulk: bool) -> None:
    """Score what is pending, until told to stop."""
    read_settings()
    # The service knows the workers by name only; this process becomes one of them.
    program = [sys.executable, "-m", "workers", "bulk" if bulk else "worker"]
    os.execv(sys.executable, program)  # noqa: S606
