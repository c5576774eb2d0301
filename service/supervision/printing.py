"""What the supervisor shows: the children's output, each line under the name of who said it."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle

import click

WIDTH = len("deliverer")
COLOURS = ("cyan", "green", "yellow", "magenta", "blue")
_FOR_MACHINES = ("request_id", "level")
_USUAL = "info"


class Printer:
    """Prints lines, each after its speaker's name; on a terminal in a colour of its own."""

    def __init__(self) -> None:
        self._unused: Iterator[str] = cycle(COLOURS)
        self._colours: dict[str, str] = {}
        self._is_read_by_people = sys.stdout.isatty()

    def __call__(self, name: str, line: str) -> None:
        """Print one line of `name`."""
        colour = self._colours.get(name) or self._colours.setdefault(name, next(self._unused))
        told = in_plain(line) if self._is_read_by_people else line
        # A reader who has gone (`greenroom up | head`) must not stop the children's pipes.
        with suppress(OSError):
            click.echo(click.style(f"{name:>{WIDTH}} | ", fg=colour) + told)


def in_plain(line: str) -> str:
    """Say a line of the log as people read it: the time, what happened, and then with what.

    What is no line of the log stays as it is.
    """
    try:
        entry = json.loads(line)
        event, time = entry.pop("event"), entry.pop("timestamp")[11:19]
    except (ValueError, LookupError, TypeError, AttributeError):
        return line
    more = (f"{name}={value}" for name, value in entry.items() if name not in _FOR_MACHINES)
    level = str(entry.get("level", _USUAL))
    return " ".join((time, *((level,) if level != _USUAL else ()), str(event), *more))
