"""What the supervisor shows: the children's output, each line under the name of who said it."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle

import click

WIDTH = len("worker")
COLOURS = ("cyan", "green", "yellow", "magenta", "blue")


class Printer:
    """Prints lines, each after its speaker's name, in a colour of its own on a terminal."""

    def __init__(self) -> None:
        self._unused: Iterator[str] = cycle(COLOURS)
        self._colours: dict[str, str] = {}

    def __call__(self, name: str, line: str) -> None:
        """Print one line of `name`."""
        colour = self._colours.get(name) or self._colours.setdefault(name, next(self._unused))
        # A reader who has gone (`greenroom up | head`) must not stop the children's pipes.
        with suppress(OSError):
            click.echo(click.style(f"{name:>{WIDTH}} | ", fg=colour) + line)
