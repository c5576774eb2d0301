"""Long work tells which of its steps begins, so that a bar can be drawn of it."""

from collections.abc import Callable
from typing import TypeAlias

Listener: TypeAlias = Callable[[str, int, int], None]
"""Told the name of the step that begins, how many are done, and how many there are."""


def tell_nobody(_name: str, _done: int, _total: int) -> None:
    """Listen to nothing."""


class Steps:
    """Counts steps as they begin."""

    def __init__(self, total: int, listener: Listener) -> None:
        self._total = total
        self._listener = listener
        self._done = 0

    def begin(self, name: str) -> None:
        """Tell that the next step begins."""
        self._listener(name, self._done, self._total)
        self._done += 1
